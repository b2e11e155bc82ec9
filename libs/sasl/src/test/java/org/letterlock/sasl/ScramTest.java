package org.letterlock.sasl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.sasl.ServerStep.Challenge;
import org.letterlock.sasl.ServerStep.Failed;
import org.letterlock.sasl.ServerStep.Failure;
import org.letterlock.sasl.ServerStep.KeysWanted;
import org.letterlock.sasl.ServerStep.Proven;

class ScramTest {
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final byte[] SALT = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
    private static final Password PENCIL = Password.parse("pencil").require();
    private static final ScramKeys KEYS = ScramKeys.derive(PENCIL, SALT, 4096);
    private static final ChannelBindings CHANNEL = new ChannelBindings(Map.of(
            ChannelBindingType.TLS_EXPORTER, SaslMessage.of("exporter data"),
            ChannelBindingType.TLS_SERVER_END_POINT, SaslMessage.of("certificate hash")));

    private static final String CLIENT_FIRST = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO";
    private static final String SERVER_FIRST =
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096";
    private static final String CLIENT_FINAL =
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
    private static final String SERVER_FINAL = "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

    @Test
    @Tag("AUTH-1")
    void serverSpeaksTheExampleOfRfc7677Section3() {
        Challenge challenge = serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST);
        ServerStep last = answer(challenge, CLIENT_FINAL, KEYS);

        assertThat(challenge.challenge()).isEqualTo(SaslMessage.of(SERVER_FIRST));
        assertThat(last).isEqualTo(new Proven(ClientIdentity.of("user"), SaslMessage.of(SERVER_FINAL)));
    }

    @Test
    @Tag("AUTH-1")
    void clientSpeaksTheExampleOfRfc7677Section3() {
        ClientStep first = ClientExchange.start(
                SaslMechanism.SCRAM_SHA_256,
                ClientIdentity.of("user"),
                PENCIL,
                ChannelBindings.NONE,
                false,
                "rOprNGfwEbeRWgbNEkqO");
        ClientStep second = next(first, SERVER_FIRST);

        assertThat(sent(first)).isEqualTo(CLIENT_FIRST);
        assertThat(sent(second)).isEqualTo(CLIENT_FINAL);
        assertThat(ClientExchange.accepts(state(second), Optional.of(SaslMessage.of(SERVER_FINAL))))
                .isTrue();
    }

    @Test
    void clientDoesNotBelieveAServerThatCannotProveItself() {
        ClientStep first = ClientExchange.start(
                SaslMechanism.SCRAM_SHA_256,
                ClientIdentity.of("user"),
                PENCIL,
                ChannelBindings.NONE,
                false,
                "rOprNGfwEbeRWgbNEkqO");
        ClientStep second = next(first, SERVER_FIRST);

        assertThat(ClientExchange.accepts(state(first), Optional.empty())).isFalse();
        assertThat(ClientExchange.accepts(state(second), Optional.empty())).isFalse();
        assertThat(ClientExchange.accepts(state(second), Optional.of(SaslMessage.of("v=AAAA"))))
                .isFalse();
        assertThat(next(second, "e=other-error")).isInstanceOf(ClientStep.Failed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=nonce,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                "r=nonce+,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4095",
                "r=nonce+,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=9999999",
                "r=nonce+,s=,i=4096",
                "r=nonce+,s=W22ZaJ0SNY7soEsUEjb6gQ==",
                "m=x,r=nonce+,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
                ""
            })
    void clientRefusesUnacceptableChallenges(String challenge) {
        ClientStep first = ClientExchange.start(
                SaslMechanism.SCRAM_SHA_256, ClientIdentity.of("user"), PENCIL, ChannelBindings.NONE, false, "nonce");

        assertThat(next(first, challenge)).isInstanceOf(ClientStep.Failed.class);
    }

    @Test
    @Tag("AUTH-1")
    void wrongPasswordIsRefused() {
        ScramKeys others = ScramKeys.derive(Password.parse("pen").require(), SALT, 4096);

        ServerStep last = answer(
                serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST), CLIENT_FINAL, others);

        assertThat(last).isEqualTo(new Failed(Failure.CREDENTIALS, "user"));
    }

    @ParameterizedTest
    @EnumSource(ChannelBindingType.class)
    @Tag("AUTH-2")
    void bothChannelBindingsWork(ChannelBindingType type) {
        ChannelBindings client =
                new ChannelBindings(Map.of(type, CHANNEL.find(type).orElseThrow()));

        assertThat(login(SaslMechanism.SCRAM_SHA_256_PLUS, client, CHANNEL)).isInstanceOf(Proven.class);
    }

    @Test
    @Tag("AUTH-2")
    void aManInTheMiddleHasAnotherChannel() {
        ChannelBindings client =
                new ChannelBindings(Map.of(ChannelBindingType.TLS_EXPORTER, SaslMessage.of("another channel")));

        assertThat(login(SaslMechanism.SCRAM_SHA_256_PLUS, client, CHANNEL))
                .isEqualTo(new Failed(Failure.CHANNEL_BINDING, "anna"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "p=tls-unique,,n=anna,r=x",
                "p=tls-server-end-point-2,,n=anna,r=x",
                "n,,n=anna,r=x",
                "y,,n=anna,r=x"
            })
    @Tag("AUTH-2")
    void plusTakesKnownBindingsOnly(String clientFirst) {
        assertThat(step(SaslMechanism.SCRAM_SHA_256_PLUS, CHANNEL, true, clientFirst))
                .isEqualTo(new Failed(Failure.CHANNEL_BINDING, "anna"));
    }

    @Test
    @Tag("AUTH-2")
    void downgradeIsDetected() {
        String clientFirst = "y,,n=anna,r=x";

        assertThat(step(SaslMechanism.SCRAM_SHA_256, CHANNEL, true, clientFirst))
                .isEqualTo(new Failed(Failure.CHANNEL_BINDING, "anna"));
        assertThat(step(SaslMechanism.SCRAM_SHA_256, CHANNEL, false, clientFirst))
                .isInstanceOf(KeysWanted.class);
    }

    @Test
    @Tag("AUTH-2")
    void bindingFlagCannotBeChangedOnTheWay() {
        Challenge challenge = serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, "y,,n=user,r=abc");
        String nonce = "abc" + SERVER_NONCE;

        ServerStep last = ServerExchange.next(
                challenge.next(), SaslMessage.of("c=biws,r=" + nonce + ",p=" + "A".repeat(43) + "="));

        assertThat(last).isEqualTo(new Failed(Failure.CHANNEL_BINDING, "user"));
    }

    @Test
    @Tag("AUTH-3")
    void unknownNamesGetAStableSaltAndTheDefaultCount() {
        byte[] secret = "a secret of the installation".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        ScramKeys once = ScramKeys.pretended(secret, "nobody@example.org", 16, 65_536);

        assertThat(once.salt())
                .hasSize(16)
                .isEqualTo(ScramKeys.pretended(secret, "nobody@example.org", 16, 65_536)
                        .salt());
        assertThat(once.salt())
                .isNotEqualTo(ScramKeys.pretended(secret, "other@example.org", 16, 65_536)
                        .salt());
        assertThat(once.iterations()).isEqualTo(65_536);
        assertThat(once).isNotEqualTo(KEYS);
    }

    @Test
    @Tag("AUTH-3")
    void unknownNamesRunToTheEndAndFailLikeAWrongPassword() {
        ScramKeys pretended = ScramKeys.pretended(new byte[32], "user", 16, 4096);

        ServerStep last = answer(
                serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST), CLIENT_FINAL, pretended);

        assertThat(last).isEqualTo(new Failed(Failure.CREDENTIALS, "user"));
    }

    @Test
    @Tag("AUTH-5")
    void authorizationIdentityReachesTheCaller() {
        ServerStep step = step(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE, false, "n,a=bo=2Cb=3D,n=anna,r=x");

        assertThat(((ServerState.AwaitingSalt) ((KeysWanted) step).next()).identity())
                .isEqualTo(new ClientIdentity("anna", "bo,b="));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "n",
                "n,",
                "n,,",
                "n,,n=,r=x",
                "n,,n=a",
                "n,,n=a,r=",
                "n,,m=x,n=a,r=x",
                "x,,n=a,r=x",
                "n,b=x,n=a,r=x",
                "n,,n=a=2c,r=x",
                "n,,n=a,r=x\u00E9",
                "n,,n=a,r=x,",
                "n,,n=a,r=x,1=y",
                "n,,n=a,r=x,z=",
                "p=,,n=a,r=x",
                "n,,n=a\u0000,r=x"
            })
    @Tag("AUTH-4")
    void malformedFirstMessagesAreRefused(String clientFirst) {
        assertThat(step(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE, false, clientFirst))
                .isEqualTo(new Failed(Failure.MALFORMED, ""));
    }

    @Test
    void unknownOptionalExtensionsAreIgnored() {
        assertThat(step(SaslMechanism.SCRAM_SHA_256, ChannelBindings.NONE, false, "n,,n=a,r=x,z=later"))
                .isInstanceOf(KeysWanted.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"c=biws", "c=biws,r=abc", "r=abc,p=AAAA", "c=b!ws,r=abc,p=AAAA", "c=biws,r=abc,p=AAA", "p=AAAA"})
    @Tag("AUTH-4")
    void malformedFinalMessagesAreRefused(String clientFinal) {
        Challenge challenge = serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST);

        assertThat(ServerExchange.next(challenge.next(), SaslMessage.of(clientFinal)))
                .isEqualTo(new Failed(Failure.MALFORMED, "user"));
    }

    @Test
    void proofOfTheWrongLengthIsRefused() {
        Challenge challenge = serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST);
        String withoutProof = CLIENT_FINAL.substring(0, CLIENT_FINAL.indexOf(",p="));

        assertThat(answer(challenge, withoutProof + ",p=AAAA", KEYS))
                .isEqualTo(new Failed(Failure.CREDENTIALS, "user"));
        assertThat(answer(challenge, withoutProof + ",p=", KEYS)).isEqualTo(new Failed(Failure.CREDENTIALS, "user"));
    }

    @Test
    @Tag("CRED-1")
    void keysSurviveStorage() {
        assertThat(ScramKeys.decode(KEYS.encode())).contains(KEYS);
        assertThat(ScramKeys.decode(new byte[0])).isEmpty();
        assertThat(ScramKeys.decode(java.util.Arrays.copyOf(KEYS.encode(), 60))).isEmpty();
    }

    @Test
    @Tag("CRED-6")
    void nothingSecretIsPrinted() {
        Challenge challenge = serverFirst(ChannelBindings.NONE, SaslMechanism.SCRAM_SHA_256, CLIENT_FIRST);

        assertThat(KEYS.toString()).isEqualTo("ScramKeys[4096 iterations]");
        assertThat(PENCIL.toString()).doesNotContain("pencil");
        assertThat(challenge.challenge().toString()).doesNotContain("W22Z");
    }

    private static ServerStep login(SaslMechanism mechanism, ChannelBindings client, ChannelBindings server) {
        ScramKeys keys = ScramKeys.derive(PENCIL, SALT, 4096);
        ClientStep first =
                ClientExchange.start(mechanism, ClientIdentity.of("anna"), PENCIL, client, true, "clientNonce");
        Challenge challenge = serverFirst(server, mechanism, sent(first));
        ClientStep second = ClientExchange.next(state(first), challenge.challenge());
        return answer(challenge, sent(second), keys);
    }

    private static ServerStep step(
            SaslMechanism mechanism, ChannelBindings bindings, boolean plusAdvertised, String clientFirst) {
        return ServerExchange.next(
                ServerExchange.start(mechanism, bindings, plusAdvertised, SERVER_NONCE), SaslMessage.of(clientFirst));
    }

    private static Challenge serverFirst(ChannelBindings bindings, SaslMechanism mechanism, String clientFirst) {
        KeysWanted wanted = (KeysWanted) step(mechanism, bindings, false, clientFirst);
        return (Challenge) ServerExchange.next(wanted.next(), KEYS);
    }

    private static ServerStep answer(Challenge challenge, String clientFinal, ScramKeys keys) {
        ServerState.AwaitingClient restored =
                ServerStates.decode(ServerStates.encode(challenge.next())).orElseThrow();
        ServerStep step = ServerExchange.next(restored, SaslMessage.of(clientFinal));
        return step instanceof KeysWanted(ServerState.AwaitingKeys next) ? ServerExchange.next(next, keys) : step;
    }

    private static ClientStep next(ClientStep step, String challenge) {
        return ClientExchange.next(state(step), SaslMessage.of(challenge));
    }

    private static String sent(ClientStep step) {
        return ((ClientStep.Send) step).response().toText().orElseThrow();
    }

    private static ClientState state(ClientStep step) {
        return ((ClientStep.Send) step).next();
    }
}
