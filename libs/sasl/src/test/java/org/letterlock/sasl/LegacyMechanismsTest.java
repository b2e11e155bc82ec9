package org.letterlock.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.sasl.AuthorizeCallback;
import javax.security.sasl.RealmCallback;
import javax.security.sasl.RealmChoiceCallback;
import javax.security.sasl.Sasl;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.sasl.ServerState.AwaitingClient;
import org.letterlock.sasl.ServerState.AwaitingCramMd5;
import org.letterlock.sasl.ServerState.AwaitingDigestMd5;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

class LegacyMechanismsTest {
    private static final String NAME = "anna@example.org";
    private static final Password SECRET =
            Password.parse("p\u00E4ss \u20AC \"w\\rd").require();
    private static final ServerParameters SERVER = new ServerParameters(
            ChannelBindings.NONE,
            false,
            "fyko+d2lbbFgONRv9qkxdawL",
            Instant.ofEpochSecond(1_700_000_000),
            SaslProtocol.SMTP,
            List.of("mail.example.org"),
            List.of("example.org", "example.net"),
            "EXAMPLE");
    private static final ClientParameters CLIENT = new ClientParameters(
            ChannelBindings.NONE, false, "c2VjcmV0IGNsaWVudCBub25j", SaslProtocol.SMTP, "mail.example.org");
    private static final String DIGEST_RESPONSE = "charset=utf-8,username=\"chris\",realm=\"elwood.innosoft.com\","
            + "nonce=\"OA6MG9tEQGm2hh\",nc=00000001,cnonce=\"OA6MHXh6VqTrRk\",digest-uri=\"imap/elwood.innosoft.com\","
            + "response=d388dad90d4bbd760a152321f2143af7,qop=auth";
    private static final AwaitingDigestMd5 DIGEST_EXAMPLE = new AwaitingDigestMd5(
            "OA6MG9tEQGm2hh", SaslProtocol.IMAP, List.of("elwood.innosoft.com"), List.of("elwood.innosoft.com"));

    /** Cyrus SASL begins so when it has logged in before, and answers the challenge if it gets one. */
    @Test
    @Tag("AUTH-6")
    void subsequentAuthenticationIsChallengedAnew() {
        String again =
                DIGEST_RESPONSE.replace("nc=00000001", "nc=00000002").replace("OA6MG9tEQGm2hh", "ofAnEarlierLogin");

        assertThat(ServerExchange.first(DIGEST_EXAMPLE, SaslMessage.of(again)))
                .isEqualTo(new ServerStep.Challenge(ServerExchange.prompt(DIGEST_EXAMPLE), DIGEST_EXAMPLE));
        assertThat(ServerExchange.first(DIGEST_EXAMPLE, SaslMessage.EMPTY)).isInstanceOf(ServerStep.Challenge.class);
        assertThat(ServerExchange.first(new AwaitingCramMd5("<a@b>"), SaslMessage.of("tim")))
                .as("has no such thing")
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @Test
    void serverVerifiesTheExampleOfRfc2195Section2() {
        Password password = Password.parse("tanstaaftanstaaf").require();
        AwaitingClient state = new AwaitingCramMd5("<1896.697170952@postoffice.reston.mci.net>");

        ServerStep step = answer(state, "tim b913a602c7eda7a495b4e6e7334d3890", CramMd5Keys.of(password));

        assertThat(step).isEqualTo(new Proven(ClientIdentity.of("tim"), SaslMessage.EMPTY));
        assertThat(answer(state, "tim b913a602c7eda7a495b4e6e7334d3891", CramMd5Keys.of(password)))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "tim"));
    }

    @Test
    void apopFollowsTheExampleOfRfc1939Section7() {
        String timestamp = "<1896.697170952@dbc.mtview.ca.us>";
        Password password = Password.parse("tanstaaf").require();

        assertThat(TimestampChallenge.verifiesApop(timestamp, password, "c4c9334bac560ecc979e58001b3e22fb"))
                .isTrue();
        assertThat(TimestampChallenge.verifiesApop(timestamp, password, "c4c9334bac560ecc979e58001b3e22fa"))
                .isFalse();
        assertThat(TimestampChallenge.verifiesApop(timestamp, password, "")).isFalse();
        assertThat(answer(
                        new ServerState.AwaitingApop(timestamp),
                        "mrose c4c9334bac560ecc979e58001b3e22fb",
                        new ApopPassword(password)))
                .isInstanceOf(Proven.class);
    }

    @Test
    void serverVerifiesTheExampleOfRfc2831Section4() {
        DigestMd5Keys keys = DigestMd5Keys.derive(
                List.of("chris"),
                List.of("elwood.innosoft.com"),
                Password.parse("secret").require());

        assertThat(answer(DIGEST_EXAMPLE, DIGEST_RESPONSE, keys))
                .isEqualTo(new Proven(
                        ClientIdentity.of("chris"), SaslMessage.of("rspauth=ea40f60335c427b5527b84dbabcdfffd")));
        assertThat(answer(DIGEST_EXAMPLE, DIGEST_RESPONSE, DigestMd5Keys.NONE))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "chris"));
        assertThat(DigestMd5Keys.decode(keys.encode())).contains(keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonce=\"OA6MG9tEQGm2hh\"|nonce=\"another\"",
                "realm=\"elwood.innosoft.com\"|realm=\"other\"",
                "imap/elwood|smtp/elwood",
                "imap/elwood|imap/x.elwood",
                "elwood.innosoft.com\",response|elwood.innosoft.com/x\",response"
            })
    @Tag("AUTH-6")
    void digestForAnotherServerOrNonceIsWrong(String change) {
        assertThat(answer(DIGEST_EXAMPLE, changed(change), DigestMd5Keys.NONE))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "chris"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nc=00000001|nc=\"00000001\"", "charset=utf-8|charset=\"utf-8\""})
    void whatKnownClientsQuoteIsReadAllTheSame(String change) {
        assertThat(answer(DIGEST_EXAMPLE, changed(change), DigestMd5Keys.NONE))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "chris")); // well-formed, but there are no keys
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nc=00000001|nc=00000002",
                "qop=auth|qop=auth-int",
                "qop=auth|qop=auth,qop=auth",
                "qop=auth|qop=auth,username=\"chris\"",
                "qop=auth|qop=auth,x=1,x=2",
                "qop=auth|qop=auth,cipher=rc4",
                "charset=utf-8|charset=latin",
                "username=\"chris\",|",
                "nonce=\"OA6MG9tEQGm2hh\",|",
                "cnonce=\"OA6MHXh6VqTrRk\"|cnonce=\"\"",
                "\"chris\"|chris",
                "\"chris\"|\"chris",
                "d388|D388",
                "d388|d38",
                ",nc| nc"
            })
    @Tag("AUTH-4")
    void malformedDigestResponsesAreRefused(String change) {
        assertThat(answer(DIGEST_EXAMPLE, changed(change), DigestMd5Keys.NONE))
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRAM_MD5", "DIGEST_MD5"})
    void ourClientUnderstandsOurServer(SaslMechanism mechanism) {
        AwaitingClient server = ServerExchange.start(mechanism, SERVER);
        ClientStep.Wait start =
                (ClientStep.Wait) ClientExchange.start(mechanism, ClientIdentity.of(NAME), SECRET, CLIENT);
        ClientStep.Send sent = (ClientStep.Send) ClientExchange.next(start.next(), ServerExchange.prompt(server));

        Proven proven = (Proven) answer(restored(server), sent.response(), keys(mechanism));

        assertThat(proven.identity()).isEqualTo(ClientIdentity.of(NAME));
        assertThat(ClientExchange.accepts(sent.next(), Optional.of(proven.additionalData())))
                .isTrue();
        AwaitingClient other = ServerExchange.start(
                mechanism,
                new ServerParameters(
                        ChannelBindings.NONE,
                        false,
                        "another+nonce+of+another",
                        SERVER.issuedAt(),
                        SaslProtocol.SMTP,
                        SERVER.hosts(),
                        SERVER.realms(),
                        ""));
        assertThat(answer(other, sent.response(), keys(mechanism))).isEqualTo(new Failed(Failure.CREDENTIALS, NAME));
    }

    @ParameterizedTest
    @EnumSource(names = {"CRAM_MD5", "DIGEST_MD5"})
    void clientOfTheJdkUnderstandsOurServer(SaslMechanism mechanism) throws Exception {
        SaslClient client = Sasl.createSaslClient(
                new String[] {mechanism.rfcName()}, null, "smtp", "mail.example.org", Map.of(), jdkAnswers());
        AwaitingClient server = ServerExchange.start(mechanism, SERVER);

        SaslMessage response = SaslMessage.of(
                client.evaluateChallenge(ServerExchange.prompt(server).toOctets()));
        Proven proven = (Proven) answer(restored(server), response, keys(mechanism));

        assertThat(proven.identity()).isEqualTo(ClientIdentity.of(NAME));
        if (mechanism == SaslMechanism.DIGEST_MD5) {
            client.evaluateChallenge(proven.additionalData().toOctets());
        }
        assertThat(client.isComplete()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"CRAM_MD5", "DIGEST_MD5"})
    void ourClientUnderstandsTheServerOfTheJdk(SaslMechanism mechanism) throws Exception {
        SaslServer server =
                Sasl.createSaslServer(mechanism.rfcName(), "smtp", "mail.example.org", Map.of(), jdkAnswers());
        SaslMessage challenge = SaslMessage.of(server.evaluateResponse(new byte[0]));
        ClientStep.Wait start =
                (ClientStep.Wait) ClientExchange.start(mechanism, ClientIdentity.of(NAME), SECRET, CLIENT);
        ClientStep.Send sent = (ClientStep.Send) ClientExchange.next(start.next(), challenge);

        byte[] last = server.evaluateResponse(sent.response().toOctets());

        assertThat(server.isComplete()).isTrue();
        assertThat(ClientExchange.accepts(sent.next(), Optional.ofNullable(last).map(SaslMessage::of)))
                .isTrue();
    }

    @Test
    @Tag("POL-9")
    void aVerifierOfAnotherMechanismProvesNothing() {
        KeysWanted wanted = (KeysWanted) ServerExchange.next(
                ServerExchange.start(SaslMechanism.CRAM_MD5, SERVER),
                SaslMessage.of("tim b913a602c7eda7a495b4e6e7334d3890"));

        assertThat(wanted.next().needs()).isEqualTo(StoredCredential.CRAM_MD5_KEYS);
        assertThat(ServerExchange.next(wanted.next(), ScramKeys.pretended(new byte[32], "tim", 16, 4096)))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "tim"));
    }

    @Test
    void md4FollowsTheTestSuiteOfRfc1320() {
        assertThat(md4("")).isEqualTo("31d6cfe0d16ae931b73c59d7e0c089c0");
        assertThat(md4("abc")).isEqualTo("a448017aaf21d8525fc10ae87aa6729d");
        assertThat(md4("1234567890".repeat(8))).isEqualTo("e33b4ddc9c38f2199c3e7b164fcc0536");
    }

    @Test
    void contextsGiveTheHmacOfTheJdk() {
        Random random = new Random(42);
        IntStream.range(1, 200).forEach(length -> {
            Password password = Password.parse("x".repeat(length)).require();
            String challenge = "y".repeat(random.nextInt(300));
            assertThat(CramMd5Keys.of(password).answer(challenge).toOctets())
                    .isEqualTo(Md5Math.hmac(password.toUtf8(), challenge.getBytes(StandardCharsets.UTF_8)));
        });
        CramMd5Keys keys = CramMd5Keys.of(SECRET);
        assertThat(CramMd5Keys.decode(keys.encode())).contains(keys);
    }

    private static String md4(String text) {
        return HexFormat.of().formatHex(LittleEndianHash.md4(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String changed(String change) {
        int bar = change.indexOf('|');
        String result = DIGEST_RESPONSE.replace(change.substring(0, bar), change.substring(bar + 1));
        assertThat(result).isNotEqualTo(DIGEST_RESPONSE);
        return result;
    }

    private static Verifier keys(SaslMechanism mechanism) {
        return mechanism == SaslMechanism.CRAM_MD5
                ? CramMd5Keys.of(SECRET)
                : DigestMd5Keys.derive(List.of(NAME), SERVER.realms(), SECRET);
    }

    private static AwaitingClient restored(AwaitingClient state) {
        AwaitingClient restored =
                ServerStates.decode(ServerStates.encode(state)).orElseThrow();
        assertThat(restored).isEqualTo(state);
        return restored;
    }

    private static ServerStep answer(AwaitingClient state, String response, Verifier verifier) {
        return answer(state, SaslMessage.of(response), verifier);
    }

    private static ServerStep answer(AwaitingClient state, SaslMessage response, Verifier verifier) {
        ServerStep step = ServerExchange.next(state, response);
        return step instanceof KeysWanted(ServerState.AwaitingKeys next) ? ServerExchange.next(next, verifier) : step;
    }

    private static CallbackHandler jdkAnswers() {
        return callbacks -> {
            for (Callback callback : callbacks) {
                switch (callback) {
                    case NameCallback name -> name.setName(NAME);
                    case PasswordCallback password ->
                        password.setPassword(SECRET.toText().toCharArray());
                    case RealmChoiceCallback choice -> choice.setSelectedIndex(0);
                    case RealmCallback realm -> realm.setText(realm.getDefaultText());
                    case AuthorizeCallback authorize -> authorize.setAuthorized(true);
                    default -> throw new AssertionError(callback);
                }
            }
        };
    }
}
