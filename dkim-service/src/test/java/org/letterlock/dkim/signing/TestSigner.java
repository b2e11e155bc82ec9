package org.letterlock.dkim.signing;

import java.time.InstantSource;
import java.util.function.Function;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.dkim.key.PrivateKeys;
import org.letterlock.dkim.key.SigningCrypto;

/** The signer for tests of other packages. */
public final class TestSigner {
    private TestSigner() {}

    /** Answers as the service does. */
    public static Function<SignRequest, SignReply> of(
            Directory directory,
            SigningDecisions decisions,
            PrivateKeys keys,
            SigningCrypto crypto,
            InstantSource clock) {
        return new SignRequests(directory, decisions, keys, new MessageSigner(crypto), clock)::answer;
    }
}
