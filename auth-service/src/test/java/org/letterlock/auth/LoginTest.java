package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.authentication.SealedResponse;
import org.letterlock.sasl.ChannelBindingType;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.ClientExchange;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.ClientState;
import org.letterlock.sasl.ClientStep;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;

class LoginTest {
    private static final UUID CONNECTION = UUID.fromString("01952f5e-7c00-7000-8000-00000000000c");
    private static final String PASSWORD = "P\u00E4ssw\u00F6rd, with = signs";
    private static final Octets CHANNEL = Octets.wrap("what the TLS channel exports".getBytes());

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createAccounts() {
        AuthServiceFixture service = AuthServiceFixture.running();
        service.domain("mail.test", "mail-alias.test");
        service.account("anna@mail.test", PASSWORD);
        service.create("/api/v1/accounts", Map.of("login", "bare@mail.test")).expect(201);
    }

    @ParameterizedTest
    @EnumSource(names = {"SCRAM_SHA_256_PLUS", "SCRAM_SHA_256", "PLAIN", "LOGIN"})
    @Tag("AUTH-1")
    void everyMechanismLetsTheRightPasswordIn(SaslMechanism mechanism) {
        AuthenticationReply reply = login(mechanism, "anna@mail.test", "", PASSWORD);

        assertThat(reply)
                .isInstanceOfSatisfying(
                        Granted.class, granted -> assertThat(granted.login()).isEqualTo("anna@mail.test"));
    }

    @ParameterizedTest
    @EnumSource(names = {"SCRAM_SHA_256_PLUS", "SCRAM_SHA_256", "PLAIN", "LOGIN"})
    @Tag("AUTH-7")
    void wrongPasswordsUnknownNamesAndAccountsWithoutPasswordGetTheSameReply(SaslMechanism mechanism) {
        Refused refused = new Refused(Reason.CREDENTIALS);

        assertThat(login(mechanism, "anna@mail.test", "", "wrong")).isEqualTo(refused);
        assertThat(login(mechanism, "nobody@mail.test", "", PASSWORD)).isEqualTo(refused);
        assertThat(login(mechanism, "nobody@foreign.example", "", PASSWORD)).isEqualTo(refused);
        assertThat(login(mechanism, "bare@mail.test", "", PASSWORD)).isEqualTo(refused);
        assertThat(login(mechanism, "'; DROP TABLE accounts; --", "", PASSWORD)).isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ANNA@Mail.Test", "anna@mail-alias.test"})
    @Tag("ACC-2")
    void spellingsOfANameAreOneName(String name) {
        assertThat(login(SaslMechanism.PLAIN, name, "", PASSWORD)).isInstanceOf(Granted.class);
        assertThat(login(SaslMechanism.SCRAM_SHA_256, name, "", PASSWORD)).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("ACC-2")
    void aBareNameMeansThePrimaryDomain() {
        String id = service.create("/api/v1/domains", Map.of("name", "first.test", "primary", true))
                .expect(201)
                .text("id");
        service.account("solo@first.test", PASSWORD);
        service.patch("/api/v1/domains/" + id, Map.of("primary", true)).expect(200);

        assertThat(login(SaslMechanism.PLAIN, "Solo", "", PASSWORD)).isInstanceOf(Granted.class);
        assertThat(login(SaslMechanism.PLAIN, "anna", "", PASSWORD)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("ADM-3")
    void theAdministratorOfTheConsoleHasNoMailLogin() {
        assertThat(login(SaslMechanism.PLAIN, "admin", "", AuthServiceFixture.ADMIN_PASSWORD))
                .isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("AUTH-5")
    void nobodyActsAsSomebodyElse() {
        assertThat(login(SaslMechanism.PLAIN, "anna@mail.test", "bare@mail.test", PASSWORD))
                .isEqualTo(new Refused(Reason.AUTHORIZATION_IDENTITY));
        assertThat(login(SaslMechanism.SCRAM_SHA_256, "anna@mail.test", "bare@mail.test", PASSWORD))
                .isEqualTo(new Refused(Reason.AUTHORIZATION_IDENTITY));
        assertThat(login(SaslMechanism.PLAIN, "anna@mail.test", "Anna@mail-alias.test", PASSWORD))
                .isInstanceOf(Granted.class);
        assertThat(login(SaslMechanism.PLAIN, "anna@mail.test", "bare@mail.test", "wrong"))
                .isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("ACC-4")
    void aDisabledAccountIsToldSoOnlyAfterCorrectCredentials() {
        String path = "/api/v1/accounts/" + service.account("off@mail.test", PASSWORD);
        assertThat(login(SaslMechanism.PLAIN, "off@mail.test", "", PASSWORD)).isInstanceOf(Granted.class);

        service.patch(path, Map.of("enabled", false)).expect(200);
        assertThat(login(SaslMechanism.PLAIN, "off@mail.test", "", PASSWORD)).isEqualTo(new Refused(Reason.DISABLED));
        assertThat(login(SaslMechanism.SCRAM_SHA_256, "off@mail.test", "", PASSWORD))
                .isEqualTo(new Refused(Reason.DISABLED));
        assertThat(login(SaslMechanism.PLAIN, "off@mail.test", "", "wrong")).isEqualTo(new Refused(Reason.CREDENTIALS));
        service.patch(path, Map.of("enabled", true, "mayLogIn", false)).expect(200);
        assertThat(login(SaslMechanism.PLAIN, "off@mail.test", "", PASSWORD)).isEqualTo(new Refused(Reason.DISABLED));
    }

    @Test
    @Tag("AUTH-10")
    void aRememberedPasswordIsForgottenWhenItIsChanged() {
        String path = "/api/v1/accounts/" + service.account("change@mail.test", "old password");
        assertThat(login(SaslMechanism.PLAIN, "change@mail.test", "", "old password"))
                .isInstanceOf(Granted.class);

        service.patch(path, Map.of("password", "new password")).expect(200);

        assertThat(login(SaslMechanism.PLAIN, "change@mail.test", "", "old password"))
                .isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(login(SaslMechanism.PLAIN, "change@mail.test", "", "new password"))
                .isInstanceOf(Granted.class);
        assertThat(login(SaslMechanism.SCRAM_SHA_256, "change@mail.test", "", "old password"))
                .isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("AUTH-3")
    void unknownNamesGetTheSameSaltForEverySpelling() {
        assertThat(saltOf("ghost@mail.test"))
                .isEqualTo(saltOf("GHOST@mail-alias.test"))
                .contains("i=65536");
        assertThat(saltOf("ghost@mail.test")).isNotEqualTo(saltOf("phantom@mail.test"));
        assertThat(saltOf("ghost@mail.test")).hasSameSizeAs(saltOf("anna@mail.test"));
    }

    @Test
    @Tag("AUTH-2")
    void downgradeFails() {
        AuthenticationReply reply = service.ask(new AuthenticationRequest.Begin(
                CONNECTION,
                "SCRAM-SHA-256",
                "imap",
                AuthServiceFixture.CLIENT_ADDRESS,
                true,
                Map.of("tls-exporter", CHANNEL),
                true,
                sealed("y,,n=anna@mail.test,r=clientNonce")));

        assertThat(reply).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("AUTH-4")
    void malformedExchangesAreToldApart() {
        assertThat(begin("GSSAPI", null)).isEqualTo(new Refused(Reason.MECHANISM));
        assertThat(begin("APOP", null)).isEqualTo(new Refused(Reason.MECHANISM));
        assertThat(begin("SCRAM-SHA-256-PLUS", null)).isEqualTo(new Refused(Reason.MECHANISM));
        assertThat(begin("PLAIN", sealed("no separators"))).isEqualTo(new Refused(Reason.MALFORMED));
        assertThat(service.ask(new AuthenticationRequest.Continue(CONNECTION, Octets.wrap(new byte[60]), sealed("x"))))
                .isEqualTo(new Refused(Reason.MALFORMED));
    }

    @Test
    @Tag("AUTH-8")
    void nothingOfTheDialogueIsReadableInTheContinuation() {
        Challenge password = (Challenge) begin("LOGIN", sealed("anna@mail.test"));

        assertThat(password.challenge()).isEqualTo(Octets.wrap("Password:".getBytes()));
        assertThat(new String(password.continuation().toBytes(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("anna");
    }

    @Test
    @Tag("AUTH-6")
    void aStepIsTakenOnce() {
        Challenge password = (Challenge) begin("LOGIN", sealed("anna@mail.test"));

        AuthenticationReply wrong =
                service.ask(new AuthenticationRequest.Continue(CONNECTION, password.continuation(), sealed("wrong")));
        AuthenticationReply again =
                service.ask(new AuthenticationRequest.Continue(CONNECTION, password.continuation(), sealed(PASSWORD)));

        assertThat(wrong).isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(again).isEqualTo(new Refused(Reason.MALFORMED));
    }

    @Test
    @Tag("AUTH-6")
    void anExchangeDoesNotGoOnOverAnotherConnection() {
        Challenge challenge = (Challenge) begin("LOGIN", null);

        AuthenticationReply elsewhere = service.ask(new AuthenticationRequest.Continue(
                UUID.randomUUID(), challenge.continuation(), sealed("anna@mail.test")));

        assertThat(elsewhere).isEqualTo(new Refused(Reason.MALFORMED));
    }

    @Test
    @Tag("AUTH-7")
    void anUnknownNameTakesAsLongAsAWrongPassword() {
        List<Long> unknown = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        for (int i = 0; i < 31; i++) { // in turn, so that other load hits both alike
            unknown.add(nanos("nobody" + i + "@mail.test"));
            wrong.add(nanos("anna@mail.test"));
        }

        double ratio = (double) median(unknown) / median(wrong);
        assertThat(ratio).isBetween(0.6, 1.6);
    }

    @Test
    @Tag("AUTH-10")
    void aKnownPasswordIsNotHashedAgain() {
        login(SaslMechanism.PLAIN, "anna@mail.test", "", PASSWORD);
        List<Long> known = new ArrayList<>();
        List<Long> wrong = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            long start = System.nanoTime();
            assertThat(login(SaslMechanism.PLAIN, "anna@mail.test", "", PASSWORD))
                    .isInstanceOf(Granted.class);
            known.add(System.nanoTime() - start);
            wrong.add(nanos("anna@mail.test"));
        }

        assertThat(median(known)).isLessThan(median(wrong) / 2);
    }

    private long nanos(String name) {
        long start = System.nanoTime();
        assertThat(login(SaslMechanism.PLAIN, name, "", "wrong")).isEqualTo(new Refused(Reason.CREDENTIALS));
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        Collections.sort(values);
        return values.get(values.size() / 2);
    }

    private String saltOf(String name) {
        Challenge challenge = (Challenge) begin("SCRAM-SHA-256", sealed("n,,n=" + name + ",r=clientNonce"));
        String text = new String(challenge.challenge().toBytes());
        return text.substring(text.indexOf(",s="));
    }

    private AuthenticationReply begin(String mechanism, @Nullable SealedResponse initial) {
        return service.ask(new AuthenticationRequest.Begin(
                CONNECTION, mechanism, "imap", AuthServiceFixture.CLIENT_ADDRESS, false, Map.of(), false, initial));
    }

    private SealedResponse sealed(String text) {
        return service.envelopes().seal(SaslMessage.of(text).toOctets());
    }

    /** A client that logs in, with the steps of an ingress between. */
    private AuthenticationReply login(SaslMechanism mechanism, String name, String authorization, String password) {
        ChannelBindings bindings =
                new ChannelBindings(Map.of(ChannelBindingType.TLS_EXPORTER, SaslMessage.of(CHANNEL.toBytes())));
        ClientStep step = ClientExchange.start(
                mechanism,
                new ClientIdentity(name, authorization),
                Password.parse(password).require(),
                bindings,
                true,
                "fyko+d2lbbFgONRv9qkxdawL");
        AuthenticationReply reply = service.ask(new AuthenticationRequest.Begin(
                CONNECTION,
                mechanism.rfcName(),
                "submission",
                AuthServiceFixture.CLIENT_ADDRESS,
                true,
                Map.of("tls-exporter", CHANNEL),
                true,
                step instanceof ClientStep.Send(SaslMessage response, ClientState _)
                        ? service.envelopes().seal(response.toOctets())
                        : null));
        ClientState state = stateOf(step);
        while (reply instanceof Challenge(Octets challenge, Octets continuation)) {
            step = ClientExchange.next(state, SaslMessage.of(challenge.toBytes()));
            state = stateOf(step);
            SaslMessage response = ((ClientStep.Send) step).response();
            reply = service.ask(new AuthenticationRequest.Continue(
                    CONNECTION, continuation, service.envelopes().seal(response.toOctets())));
        }
        if (reply instanceof Granted granted) {
            Octets data = granted.additionalData();
            assertThat(ClientExchange.accepts(
                            state, Optional.ofNullable(data).map(octets -> SaslMessage.of(octets.toBytes()))))
                    .isTrue();
        }
        return reply;
    }

    private static ClientState stateOf(ClientStep step) {
        return switch (step) {
            case ClientStep.Send(SaslMessage _, ClientState next) -> next;
            case ClientStep.Wait(ClientState next) -> next;
            case ClientStep.Failed failed -> throw new AssertionError(failed);
        };
    }
}
