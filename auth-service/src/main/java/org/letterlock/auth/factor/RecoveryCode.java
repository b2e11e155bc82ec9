package org.letterlock.auth.factor;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.letterlock.auth.document.CopiedSecret;

/** A code for when the authenticator is lost: 50 random bits, good once, checked as seldom as the codes of the authenticator. */
record RecoveryCode(CopiedSecret secret) {
    /** How many an account gets (MFA-3). */
    static final int COUNT = 10;

    private static final int LENGTH = 10;
    private static final int GROUP = 5;

    static List<RecoveryCode> random(SecureRandom random) {
        return Stream.generate(() -> new RecoveryCode(CopiedSecret.random(LENGTH, random)))
                .limit(COUNT)
                .toList();
    }

    /** What may be a recovery code; empty for a text that cannot be one. */
    static Optional<RecoveryCode> parse(String typed) {
        return CopiedSecret.parse(typed, LENGTH).map(RecoveryCode::new);
    }

    /** What its owner is shown. */
    String reveal() {
        return secret.reveal(GROUP);
    }
}
