package org.letterlock.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingKeys;

/**
 * The server's side of every mechanism, for a client that knows no password: nothing throws, nothing is proven, the exchange
 * ends, and a state survives being stored.
 */
class ServerExchangeFuzz {
    private static final int MOST_STEPS = 4;
    private static final byte[] SECRET = new byte[32];
    private static final ServerParameters SERVER = new ServerParameters(
            ChannelBindings.NONE,
            false,
            "serverNonce",
            Instant.EPOCH,
            SaslProtocol.IMAP,
            List.of("mail.example.org"),
            List.of("example.org"),
            "EXAMPLE");

    @DictionaryEntries({
        "n,,n=anna,r=",
        "p=tls-exporter,,",
        "c=biws,r=clientserverNonce,p=",
        "username=\"anna\",realm=\"example.org\",nonce=\"serverNonce\",cnonce=\"c\",nc=00000001,",
        "digest-uri=\"imap/mail.example.org\",response=00112233445566778899aabbccddeeff,qop=auth",
        "anna 00112233445566778899aabbccddeeff",
        "NTLMSSP"
    })
    @FuzzTest
    void whoKnowsNoPasswordProvesNothing(FuzzedDataProvider data) {
        SaslMechanism mechanism = data.pickValue(SaslMechanism.values());
        AwaitingClient state = ServerExchange.start(mechanism, SERVER);
        ServerExchange.prompt(state);
        for (int step = 0; step < MOST_STEPS; step++) {
            byte[] message = data.consumeBytes(data.consumeInt(0, 600));
            switch (settled(ServerExchange.next(state, SaslMessage.of(message)))) {
                case ServerStep.Challenge(SaslMessage _, AwaitingClient next) -> {
                    assertThat(ServerStates.decode(ServerStates.encode(next))).contains(next);
                    state = next;
                }
                case ServerStep.PasswordGiven _ -> {
                    assertThat(mechanism.kind()).isEqualTo(SaslMechanism.Kind.CLEARTEXT);
                    return;
                }
                case ServerStep.Failed _ -> {
                    return;
                }
                case ServerStep.Proven _, ServerStep.KeysWanted _ ->
                    throw new AssertionError(mechanism + ": " + new String(message, StandardCharsets.ISO_8859_1));
            }
        }
        throw new AssertionError(mechanism + " goes on and on");
    }

    private static ServerStep settled(ServerStep step) {
        return step instanceof ServerStep.KeysWanted(AwaitingKeys next)
                ? ServerExchange.next(next, verifier(next))
                : step;
    }

    private static Verifier verifier(AwaitingKeys wanted) {
        return switch (wanted.needs()) {
            case CRAM_MD5_KEYS -> CramMd5Keys.pretended(SECRET, wanted.name());
            case DIGEST_MD5_KEYS -> DigestMd5Keys.NONE;
            case NTLM_VERIFIER ->
                NtHash.pretended(SECRET, wanted.name()).judge(((ServerState.AwaitingNtlmVerdict) wanted).response());
            default -> ScramKeys.pretended(SECRET, wanted.name(), 16, ScramKeys.MIN_ITERATIONS);
        };
    }
}
