package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.ClientExchange;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.ClientParameters;
import org.letterlock.sasl.ClientState;
import org.letterlock.sasl.ClientStep;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;
import org.letterlock.sasl.SaslProtocol;

/** Mechanisms of old clients, and passwords of which only a digest is kept. */
class LegacyLoginTest {
    private static final String PASSWORD = "an elderly phrase 7";
    private static final String ALL = "every@legacy.test";
    private static final String NONE = "none@legacy.test";
    private static final String SHA = "sha@legacy.test";
    private static final Refused WRONG = new Refused(Reason.CREDENTIALS);

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createAccounts() {
        AuthServiceFixture service = AuthServiceFixture.running();
        service.domain("legacy.test", "legacy-alias.test");
        service.account(NONE, PASSWORD);
        create(service, ALL, Map.of("legacySecrets", List.of("cram-md5", "digest-md5", "ntlm")));
        create(service, SHA, Map.of("passwordFormat", "SHA"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRAM-MD5", "DIGEST-MD5", "NTLM"})
    @Tag("AUTH-1")
    @Tag("AUTH-13")
    @Tag("CRED-4")
    void theRightPasswordOfAnAccountWithTheSecretIsLetIn(String mechanism) {
        assertThat(login(mechanism, ALL, PASSWORD))
                .isInstanceOfSatisfying(
                        Granted.class, granted -> assertThat(granted.login()).isEqualTo(ALL));
        assertThat(login(mechanism, "every@legacy-alias.test", PASSWORD)).isInstanceOf(Granted.class);
        assertThat(login(mechanism, ALL, "another one")).isEqualTo(WRONG);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRAM-MD5", "DIGEST-MD5", "NTLM"})
    @Tag("POL-9")
    @Tag("AUTH-7")
    void withoutTheSecretItIsAWrongPasswordLikeAnyOther(String mechanism) {
        assertThat(login(mechanism, NONE, PASSWORD)).isEqualTo(WRONG);
        assertThat(login(mechanism, SHA, PASSWORD)).isEqualTo(WRONG);
        assertThat(login(mechanism, "nobody@legacy.test", PASSWORD)).isEqualTo(WRONG);
    }

    @Test
    @Tag("POL-9")
    @Tag("AUTH-11")
    void administratorsLearnWhyAMechanismDidNotWork() {
        login("CRAM-MD5", NONE, PASSWORD);
        login("SCRAM-SHA-256", SHA, PASSWORD);
        login("CRAM-MD5", "nobody@legacy.test", PASSWORD);
        login("PLAIN", SHA, "wrong");

        awaitFailure(NONE, "CRAM-MD5", "mechanism not possible for stored password format");
        awaitFailure(SHA, "SCRAM-SHA-256", "mechanism not possible for stored password format");
        awaitFailure("nobody@legacy.test", "CRAM-MD5", "unknown-account");
        awaitFailure(SHA, "PLAIN", "wrong-password");
    }

    @Test
    @Tag("CRED-2")
    void formatShaLogsInByPlainAndLoginAndByNothingElse() {
        assertThat(login("PLAIN", SHA, PASSWORD)).isInstanceOf(Granted.class);
        assertThat(login("LOGIN", SHA, PASSWORD)).isInstanceOf(Granted.class);
        assertThat(login("SCRAM-SHA-256", SHA, PASSWORD)).isEqualTo(WRONG);
        assertThat(login("PLAIN", SHA, "wrong")).isEqualTo(WRONG);
    }

    @Test
    @Tag("CRED-2")
    void aFormatTakesEffectWhenThePasswordIsSetNext() {
        String path = "/api/v1/accounts/" + create(service, "later@legacy.test", Map.of());

        AuthServiceFixture.Reply chosen =
                service.patch(path, Map.of("passwordFormat", "SHA")).expect(200);
        assertThat(chosen.text("passwordFormat")).isEqualTo("SHA");
        assertThat(chosen.text("passwordFormatEffective")).isEqualTo("STRONG");
        assertThat(login("SCRAM-SHA-256", "later@legacy.test", PASSWORD)).isInstanceOf(Granted.class);

        AuthServiceFixture.Reply set =
                service.patch(path, Map.of("password", "the next phrase 8")).expect(200);
        assertThat(set.text("passwordFormatEffective")).isEqualTo("SHA");
        assertThat(login("SCRAM-SHA-256", "later@legacy.test", "the next phrase 8"))
                .isEqualTo(WRONG);
        assertThat(login("PLAIN", "later@legacy.test", "the next phrase 8")).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("CRED-2")
    void anAccountTakesTheFormatOfItsDomainWhenItsPasswordIsSetNext() {
        String domain = "/api/v1/domains/" + service.domain("digest.test", "digest-alias.test");
        String own = "/api/v1/accounts/" + create(service, "own@digest.test", Map.of("passwordFormat", "STRONG"));
        String unsaid = "/api/v1/accounts/" + create(service, "unsaid@digest.test", Map.of());
        String asks =
                "/api/v1/accounts/" + create(service, "asks@digest.test", Map.of("legacySecrets", List.of("cram-md5")));
        AuthServiceFixture.Reply before = service.get(domain).expect(200);
        assertThat(before.text("passwordFormat")).isEqualTo("STRONG");

        AuthServiceFixture.Reply changed =
                service.patch(domain, Map.of("passwordFormat", "SHA")).expect(200);
        assertThat(changed.text("passwordFormat")).isEqualTo("SHA");
        assertThat(changed.etag()).isNotEqualTo(before.etag());
        assertThat(service.get(unsaid).body().path("passwordFormat").isNull()).isTrue();
        assertThat(service.get(unsaid).text("passwordFormatEffective")).isEqualTo("STRONG");
        for (String account : List.of(own, unsaid, asks)) {
            service.patch(account, Map.of("password", "the next phrase 8")).expect(200);
        }

        assertThat(service.get(unsaid).text("passwordFormatEffective")).isEqualTo("SHA");
        assertThat(service.get(own).text("passwordFormatEffective")).isEqualTo("STRONG");
        assertThat(service.get(asks).text("passwordFormatEffective")).isEqualTo("STRONG");
        assertThat(login("SCRAM-SHA-256", "unsaid@digest.test", "the next phrase 8"))
                .isEqualTo(WRONG);
        assertThat(login("PLAIN", "unsaid@digest.test", "the next phrase 8")).isInstanceOf(Granted.class);
        assertThat(login("CRAM-MD5", "asks@digest.test", "the next phrase 8")).isInstanceOf(Granted.class);
        assertThat(service.get("/api/v1/accounts/" + create(service, "new@digest-alias.test", Map.of()))
                        .text("passwordFormatEffective"))
                .isEqualTo("SHA");

        Map<String, Object> nothingSaid = new HashMap<>();
        nothingSaid.put("passwordFormat", null);
        assertThat(service.patch(own, nothingSaid)
                        .expect(200)
                        .body()
                        .path("passwordFormat")
                        .isNull())
                .isTrue();
        service.patch(domain, nothingSaid).expect(200);
        assertThat(service.get(domain).text("passwordFormat")).isEqualTo("STRONG");
        assertThat(service.get(unsaid).text("passwordFormatEffective")).isEqualTo("SHA");
        assertThat(service.patch(domain, Map.of("passwordFormat", "MD5")).problem())
                .isEqualTo("validation");
    }

    @Test
    @Tag("CRED-4")
    void legacySecretsComeWithTheNextPasswordAndGoAtOnce() {
        String path = "/api/v1/accounts/" + create(service, "comes@legacy.test", Map.of());

        assertThat(service.patch(path, Map.of("legacySecrets", List.of("cram-md5", "ntlm")))
                        .expect(200)
                        .body()
                        .path("legacySecretsEffective"))
                .isEmpty();
        assertThat(login("CRAM-MD5", "comes@legacy.test", PASSWORD)).isEqualTo(WRONG);

        service.patch(path, Map.of("password", "the next phrase 8")).expect(200);
        assertThat(login("CRAM-MD5", "comes@legacy.test", "the next phrase 8")).isInstanceOf(Granted.class);
        assertThat(login("NTLM", "comes@legacy.test", "the next phrase 8")).isInstanceOf(Granted.class);

        assertThat(service.patch(path, Map.of("legacySecrets", List.of("ntlm")))
                        .expect(200)
                        .body()
                        .path("legacySecretsEffective")
                        .toString())
                .isEqualTo("[\"ntlm\"]");
        assertThat(login("CRAM-MD5", "comes@legacy.test", "the next phrase 8")).isEqualTo(WRONG);
        assertThat(login("NTLM", "comes@legacy.test", "the next phrase 8")).isInstanceOf(Granted.class);
        assertThat(login("PLAIN", "comes@legacy.test", "the next phrase 8")).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("CRED-6")
    void nothingOfASecretIsShown() {
        String shown = service.get("/api/v1/accounts?limit=1000").body().toString();

        assertThat(shown).contains("legacySecretsEffective").doesNotContain(PASSWORD, "verifier", "hash", "salt");
    }

    @Test
    @Tag("POL-10")
    @Tag("CRED-4")
    void whatCannotBeStoredSoIsRefused() {
        assertThat(service.create(
                                "/api/v1/accounts",
                                Map.of(
                                        "login",
                                        "both@legacy.test",
                                        "passwordFormat",
                                        "SHA",
                                        "legacySecrets",
                                        List.of("ntlm")))
                        .problem())
                .isEqualTo("format-conflict");
        assertThat(service.create("/api/v1/accounts", Map.of("login", "odd@legacy.test", "passwordFormat", "MD5"))
                        .problem())
                .isEqualTo("validation");
        assertThat(service.create(
                                "/api/v1/accounts", Map.of("login", "odd@legacy.test", "legacySecrets", List.of("lm")))
                        .problem())
                .isEqualTo("validation");
    }

    @Test
    @Tag("AUTH-6")
    void aProofIsWorthNothingASecondTime() {
        UUID connection = UUID.randomUUID();
        Challenge challenge = (Challenge) begin(connection, "CRAM-MD5", null);
        SaslMessage response = answer("CRAM-MD5", ALL, PASSWORD, challenge);
        AuthenticationRequest.Continue first = proceed(connection, challenge, response);

        assertThat(service.ask(first)).isInstanceOf(Granted.class);
        assertThat(service.ask(first)).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(service.ask(proceed(connection, (Challenge) begin(connection, "CRAM-MD5", null), response)))
                .isEqualTo(WRONG);
        Challenge own = (Challenge) begin(UUID.randomUUID(), "CRAM-MD5", null);
        assertThat(service.ask(proceed(connection, own, answer("CRAM-MD5", ALL, PASSWORD, own))))
                .isEqualTo(new Refused(Reason.MALFORMED));
    }

    @Test
    @Tag("AUTH-6")
    void challengesNeverRepeat() {
        List<String> challenges = Stream.generate(() -> begin(UUID.randomUUID(), "CRAM-MD5", null))
                .limit(50)
                .map(reply -> new String(((Challenge) reply).challenge().toBytes()))
                .toList();

        assertThat(challenges).doesNotHaveDuplicates();
        assertThat(challenges.getFirst()).matches("<[A-Za-z0-9+/]{24}\\.\\d+@mx\\.example\\.org>");
    }

    @Test
    @Tag("AUTH-5")
    void nobodyActsAsSomebodyElseByDigest() {
        assertThat(digest(ALL, NONE)).isEqualTo(new Refused(Reason.AUTHORIZATION_IDENTITY));
        assertThat(digest(ALL, ALL)).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("AUTH-7")
    @Tag("POL-9")
    void noFormatIsToldByTheTimeThatAWrongPasswordTakes() {
        List<Long> unknown = new ArrayList<>();
        List<Long> strong = new ArrayList<>();
        List<Long> sha = new ArrayList<>();
        for (int i = 0; i < 15; i++) { // in turn, so that other load hits all alike
            unknown.add(nanos("nobody" + i + "@legacy.test"));
            strong.add(nanos(NONE));
            sha.add(nanos(SHA));
        }

        assertThat((double) median(unknown) / median(strong)).isBetween(0.6, 1.6);
        assertThat((double) median(sha) / median(strong)).isBetween(0.6, 1.6);
    }

    private static String create(AuthServiceFixture service, String login, Map<String, ?> members) {
        Map<String, Object> document = new HashMap<>(members);
        document.put("login", login);
        document.put("password", PASSWORD);
        return service.create("/api/v1/accounts", document).expect(201).text("id");
    }

    private void awaitFailure(String account, String mechanism, String reason) {
        AuthServiceFixture.await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("auth.failure")
                        && account.equals(event.details().get("account"))
                        && mechanism.equals(event.details().get("mechanism"))
                        && reason.equals(event.details().get("reason"))));
    }

    private long nanos(String name) {
        long start = System.nanoTime();
        assertThat(login("PLAIN", name, "wrong")).isEqualTo(WRONG);
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private AuthenticationReply begin(UUID connection, String mechanism, @Nullable SaslMessage initial) {
        return service.ask(new AuthenticationRequest.Begin(
                connection,
                mechanism,
                "imap",
                AuthServiceFixture.CLIENT_ADDRESS,
                false,
                Map.of(),
                false,
                initial == null ? null : service.envelopes().seal(initial.toOctets())));
    }

    private AuthenticationRequest.Continue proceed(UUID connection, Challenge challenge, SaslMessage response) {
        return new AuthenticationRequest.Continue(
                connection, challenge.continuation(), service.envelopes().seal(response.toOctets()));
    }

    private AuthenticationReply login(String mechanism, String name, String password) {
        return mechanism.equals("NTLM")
                ? ntlm(name, password)
                : login(mechanism, new ClientIdentity(name, ""), password);
    }

    private AuthenticationReply digest(String name, String authorization) {
        return login("DIGEST-MD5", new ClientIdentity(name, authorization), PASSWORD);
    }

    private AuthenticationReply ntlm(String name, String password) {
        UUID connection = UUID.randomUUID();
        AuthenticationReply reply = begin(connection, "NTLM", SaslMessage.of(NtlmClient.negotiate()));
        if (!(reply instanceof Challenge challenge)) {
            return reply;
        }
        byte[] response = NtlmClient.authenticate(challenge.challenge().toBytes(), name, password);
        return service.ask(proceed(connection, challenge, SaslMessage.of(response)));
    }

    private AuthenticationReply login(String mechanism, ClientIdentity identity, String password) {
        UUID connection = UUID.randomUUID();
        ClientStep step = start(mechanism, identity, password);
        AuthenticationReply reply = begin(
                connection, mechanism, step instanceof ClientStep.Send(SaslMessage response, var _) ? response : null);
        while (reply instanceof Challenge challenge) {
            step = ClientExchange.next(
                    stateOf(step), SaslMessage.of(challenge.challenge().toBytes()));
            reply = service.ask(proceed(connection, challenge, ((ClientStep.Send) step).response()));
        }
        if (reply instanceof Granted granted && granted.additionalData() != null) {
            Octets data = granted.additionalData();
            assertThat(ClientExchange.next(stateOf(step), SaslMessage.of(data.toBytes())))
                    .as("the server proves itself, too")
                    .isInstanceOf(ClientStep.Send.class);
        }
        return reply;
    }

    private static SaslMessage answer(String mechanism, String name, String password, Challenge challenge) {
        ClientStep step = start(mechanism, new ClientIdentity(name, ""), password);
        ClientStep next = ClientExchange.next(
                stateOf(step), SaslMessage.of(challenge.challenge().toBytes()));
        return ((ClientStep.Send) next).response();
    }

    private static ClientStep start(String mechanism, ClientIdentity identity, String password) {
        return ClientExchange.start(
                SaslMechanism.find(mechanism).orElseThrow(),
                identity,
                Password.parse(password).require(),
                new ClientParameters(
                        ChannelBindings.NONE, false, "fyko+d2lbbFgONRv9qkxdawL", SaslProtocol.IMAP, "mx.example.org"));
    }

    private static ClientState stateOf(ClientStep step) {
        return switch (step) {
            case ClientStep.Send(SaslMessage _, ClientState next) -> next;
            case ClientStep.Wait(ClientState next) -> next;
            case ClientStep.Failed failed -> throw new AssertionError(failed);
        };
    }
}
