package org.letterlock.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.PasswordGiven;

class ServerExchangeTest {
    private static final Password SECRET = Password.parse("tanstaaftanstaaf").require();

    /** The examples of RFC 4616 section 4. */
    @Test
    @Tag("AUTH-1")
    void plainHandsTheNamesAndThePasswordOver() {
        assertThat(answer(SaslMechanism.PLAIN, "\0tim\0tanstaaftanstaaf"))
                .isEqualTo(new PasswordGiven(ClientIdentity.of("tim"), SECRET));
        assertThat(answer(SaslMechanism.PLAIN, "Ursel\0Kurt\0xipj3plmq"))
                .isEqualTo(new PasswordGiven(
                        new ClientIdentity("Kurt", "Ursel"),
                        Password.parse("xipj3plmq").require()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0", "\0tim", "\0tim\0", "\0\0pass", "a\0b\0c\0d", "no separators"})
    @Tag("AUTH-4")
    void malformedPlainIsRefused(String message) {
        assertThat(answer(SaslMechanism.PLAIN, message)).isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @Test
    @Tag("AUTH-4")
    void octetsThatAreNotUtf8AreRefused() {
        byte[] overlong = {0, 'a', 0, (byte) 0xC0, (byte) 0x80};

        assertThat(ServerExchange.next(start(SaslMechanism.PLAIN), SaslMessage.of(overlong)))
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @Test
    @Tag("AUTH-4")
    void tooLongMessagesAreRefused() {
        assertThat(answer(SaslMechanism.PLAIN, "\0tim\0" + "x".repeat(100_000))).isInstanceOf(Failed.class);
        assertThat(answer(SaslMechanism.PLAIN, "\0" + "t".repeat(321) + "\0x")).isInstanceOf(Failed.class);
        assertThat(answer(SaslMechanism.PLAIN, "\0tim\0" + "x".repeat(1025))).isInstanceOf(Failed.class);
        assertThat(answer(SaslMechanism.LOGIN, "t".repeat(321))).isInstanceOf(Failed.class);
        assertThat(answer(SaslMechanism.SCRAM_SHA_256, "n,,n=a,r=" + "x".repeat(513)))
                .isInstanceOf(Failed.class);
    }

    @Test
    @Tag("AUTH-1")
    void loginAsksForNameAndPassword() {
        AwaitingClient start = start(SaslMechanism.LOGIN);
        Challenge challenge = (Challenge) ServerExchange.next(start, SaslMessage.of("tim"));

        assertThat(ServerExchange.prompt(start)).isEqualTo(SaslMessage.of("Username:"));
        assertThat(challenge.challenge()).isEqualTo(SaslMessage.of("Password:"));
        assertThat(ServerExchange.next(restored(challenge.next()), SaslMessage.of("tanstaaftanstaaf")))
                .isEqualTo(new PasswordGiven(ClientIdentity.of("tim"), SECRET));
    }

    @Test
    void passwordsNobodyCanHaveAreWrongPasswords() {
        assertThat(answer(SaslMechanism.PLAIN, "\0tim\0a\tb")).isEqualTo(new Failed(Failure.CREDENTIALS, "tim"));
    }

    @Test
    @Tag("AUTH-8")
    void noTextFormShowsAPassword() {
        assertThat(answer(SaslMechanism.PLAIN, "\0tim\0tanstaaftanstaaf").toString())
                .doesNotContain("tanstaaf");
        assertThat(new PlainMessage(ClientIdentity.of("tim"), "tanstaaf").toString())
                .doesNotContain("tanstaaf");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void everyClientUnderstandsEveryServer(SaslMechanism mechanism) {
        ChannelBindings channel =
                new ChannelBindings(Map.of(ChannelBindingType.TLS_EXPORTER, SaslMessage.of("exporter")));
        Password password = Password.parse("p\u00E4ss, w=rd").require();
        ScramKeys keys = ScramKeys.derive(password, new byte[16], 4096);
        ClientStep client = ClientExchange.start(
                mechanism, ClientIdentity.of("an,na=@example.org"), password, channel, true, "clientNonce");
        AwaitingClient server = ServerExchange.start(mechanism, channel, true, "serverNonce");

        for (int i = 0; i < 4; i++) {
            if (client instanceof ClientStep.Wait(ClientState waiting)) {
                client = ClientExchange.next(waiting, ServerExchange.prompt(server));
            }
            ClientStep.Send sent = (ClientStep.Send) client;
            switch (settled(ServerExchange.next(server, sent.response()), keys)) {
                case Challenge(SaslMessage challenge, AwaitingClient next) -> {
                    client = ClientExchange.next(sent.next(), challenge);
                    server = restored(next);
                }
                case PasswordGiven(ClientIdentity identity, Password given) -> {
                    assertThat(identity).isEqualTo(ClientIdentity.of("an,na=@example.org"));
                    assertThat(given).isEqualTo(password);
                    assertThat(ClientExchange.accepts(sent.next(), java.util.Optional.empty()))
                            .isTrue();
                    return;
                }
                case ServerStep.Proven(ClientIdentity identity, SaslMessage data) -> {
                    assertThat(identity).isEqualTo(ClientIdentity.of("an,na=@example.org"));
                    assertThat(ClientExchange.accepts(sent.next(), java.util.Optional.of(data)))
                            .isTrue();
                    return;
                }
                case KeysWanted _, Failed _ -> throw new AssertionError("the login did not go on");
            }
        }
        throw new AssertionError("the login did not end");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @Tag("AUTH-4")
    void nothingThatAClientSendsThrows(long seed) {
        Random random = new Random(seed);
        List<String> pieces = List.of(
                "n,",
                "y,",
                "p=tls-exporter,",
                ",",
                "n=",
                "r=",
                "a=",
                "c=biws",
                "p=",
                "=2C",
                "\0",
                "m=",
                "A",
                "\u00E9",
                "==");
        AwaitingClient state = start(SaslMechanism.values()[random.nextInt(SaslMechanism.values().length)]);
        for (int i = 0; i < 6; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(12); n > 0; n--) {
                text.append(pieces.get(random.nextInt(pieces.size())));
            }
            byte[] octets = text.toString().getBytes(StandardCharsets.UTF_8);
            if (octets.length > 0 && random.nextInt(4) == 0) {
                octets[random.nextInt(octets.length)] = (byte) random.nextInt();
            }
            ServerStep step = settled(
                    ServerExchange.next(state, SaslMessage.of(octets)),
                    ScramKeys.pretended(new byte[32], "x", 16, 4096));
            if (step instanceof Challenge(SaslMessage _, AwaitingClient next)) {
                state = restored(next);
            }
            assertThat(ServerStates.decode(octets)).satisfies(_ -> {});
        }
    }

    static Stream<SaslMechanism> clients() {
        return Stream.of(SaslMechanism.values())
                .filter(mechanism -> mechanism.needs() != StoredCredential.CRAM_MD5_KEYS
                        && mechanism.needs() != StoredCredential.DIGEST_MD5_KEYS
                        && mechanism.hasClientSide());
    }

    static LongStream seeds() {
        return LongStream.range(0, 2000);
    }

    private static ServerStep settled(ServerStep step, ScramKeys keys) {
        return step instanceof KeysWanted(ServerState.AwaitingKeys next) ? ServerExchange.next(next, keys) : step;
    }

    private static AwaitingClient restored(AwaitingClient state) {
        AwaitingClient restored =
                ServerStates.decode(ServerStates.encode(state)).orElseThrow();
        assertThat(restored).isEqualTo(state);
        return restored;
    }

    private static AwaitingClient start(SaslMechanism mechanism) {
        return restored(ServerExchange.start(
                mechanism,
                new ServerParameters(
                        ChannelBindings.NONE,
                        false,
                        "serverNonce",
                        Instant.EPOCH,
                        SaslProtocol.SMTP,
                        List.of("mail.example.org"),
                        List.of("example.org"),
                        "EXAMPLE")));
    }

    private static ServerStep answer(SaslMechanism mechanism, String message) {
        return ServerExchange.next(start(mechanism), SaslMessage.of(message));
    }
}
