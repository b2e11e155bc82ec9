package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.auth.directory.LdapServer;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Challenge;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.ChannelBindings;
import org.letterlock.sasl.ClientExchange;
import org.letterlock.sasl.ClientIdentity;
import org.letterlock.sasl.ClientStep;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.SaslMessage;
import tools.jackson.databind.JsonNode;

/** What holds of accounts in a directory, whichever server that is. Each test has a domain and people of its own. */
abstract class DirectoryContract {
    static final Refused WRONG = new Refused(Reason.CREDENTIALS);
    static final Refused LATER = new Refused(Reason.TEMPORARY);
    private static final AtomicInteger DOMAINS = new AtomicInteger();

    final AuthServiceFixture service = AuthServiceFixture.running();
    final String name = "dir" + DOMAINS.incrementAndGet() + ".test";
    final String domain = service.domain(name);
    final String path = "/api/v1/domains/" + domain + "/directory";

    /** The one that all tests share. */
    abstract LdapServer server();

    /** One more, with nobody in it. */
    abstract LdapServer fresh();

    @Test
    @Tag("DIR-5")
    @Tag("GUESS-2")
    void whileTheDirectoryIsDownNobodyIsToldThatHisPasswordIsWrong() {
        try (LdapServer own = fresh()) {
            own.add("down-anna", "Anna", "Anna's secret");
            Map<String, Object> document = document("down-*");
            document.put("primary", Map.of("host", "127.0.0.1", "port", own.port()));
            service.admin("PUT", path, document).expect(200);
            sync();
            assertThat(plain("down-anna", "Anna's secret", true)).isInstanceOf(Granted.class);

            own.stop();

            assertThat(plain("down-anna", "Anna's secret", true)).isEqualTo(LATER);
            assertThat(plain("down-anna", "wrong", true)).isEqualTo(LATER);
            assertThat(plain("down-nobody", "wrong", true))
                    .as("nor who has an account")
                    .isEqualTo(LATER);
            assertThat(service.anonymous(
                                    "POST",
                                    "/api/v1/sessions/login",
                                    AuthServiceFixture.login("down-anna@" + name, "Anna's secret"))
                            .problem())
                    .isEqualTo("authentication-unavailable");
            assertThat(sync().path("state").asString()).isEqualTo("FAILED");
            assertThat(account("down-anna").path("enabled").asBoolean()).isTrue();
        }
    }

    @Test
    @Tag("DIR-1")
    void everyStepOfATrialIsReported() {
        server().add("trial-anna", "Anna", "Anna's secret");

        JsonNode report =
                service.create(path + "/test", document("trial-*")).expect(200).body();

        assertThat(report.path("usable").asBoolean()).as(report.toString()).isTrue();
        assertThat(outcomes(report)).containsExactly("OK", "OK", "OK", "OK", "OK", "OK", "OK");
        assertThat(report.path("hosts")
                        .path(0)
                        .path("samples")
                        .path(0)
                        .path("login")
                        .asString())
                .isEqualTo("trial-anna");
    }

    @Test
    @Tag("DIR-1")
    void aTrialSaysAtWhichStepItFailsAndWhy() {
        Map<String, Object> wrongPassword = document("x*");
        wrongPassword.put("bindPassword", "another");
        Map<String, Object> wrongBase = document("x*");
        wrongBase.put("base", "ou=nowhere,dc=example");
        Map<String, Object> untrusted = document("x*");
        untrusted.put("trustedCertificates", "");
        Map<String, Object> nobody = document("nobody-has-this");
        Map<String, Object> closed = document("x*");
        closed.put("primary", Map.of("host", "127.0.0.1", "port", 1));

        assertThat(failure(wrongPassword)).startsWith("BIND: ").contains("invalid credentials");
        assertThat(failure(wrongBase)).startsWith("BASE: ");
        assertThat(failure(untrusted)).startsWith("TLS: The certificate is not accepted");
        assertThat(failure(nobody)).startsWith("FILTER: The filter finds no entry");
        assertThat(failure(closed)).startsWith("CONNECT: ");
    }

    @Test
    @Tag("DIR-2")
    @Tag("DIR-6")
    void whoIsInTheDirectoryLogsInWithItsPassword() {
        server().add("login-anna", "Anna A", "Anna's secret");
        connect("login-*");

        JsonNode run = sync();

        assertThat(run.path("created").asInt()).as(run.toString()).isEqualTo(1);
        JsonNode account = account("login-anna");
        assertThat(account.path("mapped").asBoolean()).isTrue();
        assertThat(account.path("displayName").asString()).isEqualTo("Anna A");
        assertThat(plain("login-anna", "Anna's secret", true)).isInstanceOf(Granted.class);
        assertThat(plain("LOGIN-Anna", "Anna's secret", true)).isInstanceOf(Granted.class);
        assertThat(plain("login-anna", "Otto's secret", true)).isEqualTo(WRONG);
        service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        AuthServiceFixture.login("login-anna@" + name, "Anna's secret"))
                .expect(200);
    }

    @Test
    @Tag("DIR-2")
    @Tag("DIR-3")
    @Tag("POL-9")
    @Tag("AUTH-7")
    void everythingElseIsAWrongPassword() {
        server().add("wrong-anna", "Anna", "Anna's secret");
        server().add("wrong-late", "Late", "Late's secret");
        connect("wrong-anna");
        sync();

        assertThat(plain("wrong-anna", "Anna's secret", false))
                .as("outside TLS")
                .isEqualTo(WRONG);
        assertThat(plain("wrong-nobody", "Anna's secret", true)).isEqualTo(WRONG);
        assertThat(plain("wrong-late", "Late's secret", true))
                .as("not within the filter")
                .isEqualTo(WRONG);
        assertThat(plain("*", "Anna's secret", true)).isEqualTo(WRONG);
        assertThat(plain("wrong-*", "Anna's secret", true)).isEqualTo(WRONG);
        assertThat(plain("wrong-anna)(uid=*", "Anna's secret", true)).isEqualTo(WRONG);
        assertThat(scram("wrong-anna", "Anna's secret")).isEqualTo(WRONG);
        assertThat(empty("wrong-anna")).isEqualTo(WRONG);
    }

    @Test
    @Tag("DIR-4")
    @Tag("POL-10")
    void thePasswordOfAMappedAccountIsNotSetHere() {
        server().add("set-anna", "Anna", "Anna's secret");
        connect("set-*");
        sync();
        String account = "/api/v1/accounts/" + account("set-anna").path("id").asString();
        String token = service.anonymous(
                        "POST", "/api/v1/sessions/login", AuthServiceFixture.login("set-anna@" + name, "Anna's secret"))
                .expect(200)
                .text("token");

        assertThat(service.patch(account, Map.of("password", "a new secret 7")).problem())
                .isEqualTo("directory-account");
        assertThat(service.as(
                                token,
                                "POST",
                                "/api/v1/me/password",
                                Map.of("current", "Anna's secret", "new", "a new secret 7"))
                        .problem())
                .isEqualTo("directory-account");
        assertThat(service.patch(account, Map.of("passwordFormat", "SHA")).problem())
                .isEqualTo("format-conflict");
        assertThat(service.patch(account, Map.of("legacySecrets", List.of("ntlm")))
                        .problem())
                .isEqualTo("format-conflict");
    }

    @Test
    @Tag("DIR-6")
    @Tag("CFG-1")
    void whoHasVanishedIsDisabledAfterSomebodyHasConfirmedIt() {
        IntStream.range(0, 5).forEach(i -> server().add("gone-" + i, "Gone", "secret " + i));
        connect("gone-*");
        sync();
        server().remove("gone-3");

        JsonNode stopped = sync();
        assertThat(stopped.path("state").asString()).as(stopped.toString()).isEqualTo("STOPPED");
        assertThat(stopped.path("wouldDisable").path(0).asString()).isEqualTo("gone-3@" + name);
        assertThat(account("gone-3").path("enabled").asBoolean()).isTrue();

        JsonNode confirmed = finished(service.create(runPath(stopped) + "/confirm", Map.of())
                .expect(202)
                .body());
        assertThat(confirmed.path("disabled").asInt()).as(confirmed.toString()).isEqualTo(1);
        assertThat(account("gone-3").path("enabled").asBoolean()).isFalse();
        AccountId id =
                new AccountId(UUID.fromString(account("gone-3").path("id").asString()));
        AuthServiceFixture.await(() -> service.directory()
                .findAccount(id)
                .filter(record -> !record.enabled())
                .isPresent());
        assertThat(service.create(runPath(stopped) + "/confirm", Map.of()).problem())
                .isEqualTo("changed-meanwhile");
        AuthServiceFixture.await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("directory.sync")
                        && "DONE".equals(event.details().get("state"))
                        && "gone-3".equals(event.details().get("vanished"))));

        server().add("gone-3", "Gone", "secret 3");
        JsonNode again = sync();
        // A new entry under the old name: nobody may get the account by that.
        assertThat(again.path("problems").path(0).path("code").asString()).isEqualTo("OTHER_ENTRY");
    }

    @Test
    @Tag("DIR-5")
    void aBackupHostIsAskedWhereThePrimaryOneIsDown() {
        server().add("backup-anna", "Anna", "Anna's secret");
        Map<String, Object> document = document("backup-*");
        document.put("backup", document.get("primary"));
        document.put("primary", Map.of("host", "127.0.0.1", "port", 1));
        service.admin("PUT", path, document).expect(200);
        sync();

        long start = System.nanoTime();
        assertThat(plain("backup-anna", "Anna's secret", true)).isInstanceOf(Granted.class);
        assertThat(plain("backup-anna", "wrong", true)).isEqualTo(WRONG);
        assertThat(System.nanoTime() - start).isLessThan(6_000_000_000L);
    }

    /** Settings that find whoever has a name of that pattern. */
    Map<String, Object> document(String names) {
        Map<String, Object> document = new HashMap<>();
        document.put("security", server().security());
        document.put("primary", Map.of("host", "127.0.0.1", "port", server().port()));
        document.put("trustedCertificates", LdapServer.CA.pem());
        document.put("bindName", LdapServer.READER);
        document.put("bindPassword", LdapServer.READER_PASSWORD);
        document.put("base", LdapServer.BASE);
        document.put("filter", "(&(objectClass=inetOrgPerson)(uid=" + names + "))");
        return document;
    }

    void connect(String names) {
        service.admin("PUT", path, document(names)).expect(200);
    }

    /** A run from its beginning to its end. */
    JsonNode sync() {
        return finished(service.create(path + "/sync", Map.of()).expect(202).body());
    }

    JsonNode finished(JsonNode run) {
        AuthServiceFixture.await(() -> !service.get(runPath(run)).text("state").equals("RUNNING"));
        return service.get(runPath(run)).body();
    }

    String runPath(JsonNode run) {
        return path + "/syncs/" + run.path("id").asString();
    }

    JsonNode account(String localPart) {
        Reply found =
                service.get("/api/v1/accounts?login=" + localPart + "@" + name).expect(200);
        return found.body().path("items").path(0);
    }

    AuthenticationReply plain(String localPart, String password, boolean encrypted) {
        ClientStep step = ClientExchange.start(
                SaslMechanism.PLAIN,
                new ClientIdentity(localPart + "@" + name, ""),
                Password.parse(password).require(),
                ChannelBindings.NONE,
                false,
                "fyko+d2lbbFgONRv9qkxdawL");
        return begin("PLAIN", ((ClientStep.Send) step).response(), UUID.randomUUID(), encrypted);
    }

    private AuthenticationReply empty(String localPart) {
        SaslMessage message = SaslMessage.of(("\0" + localPart + "@" + name + "\0").getBytes());
        AuthenticationReply reply = begin("PLAIN", message, UUID.randomUUID(), true);
        return reply instanceof Refused(Reason reason) && reason == Reason.MALFORMED ? WRONG : reply;
    }

    private AuthenticationReply scram(String localPart, String password) {
        UUID connection = UUID.randomUUID();
        ClientStep.Send first = (ClientStep.Send) ClientExchange.start(
                SaslMechanism.SCRAM_SHA_256,
                new ClientIdentity(localPart + "@" + name, ""),
                Password.parse(password).require(),
                ChannelBindings.NONE,
                false,
                "fyko+d2lbbFgONRv9qkxdawL");
        Challenge challenge = (Challenge) begin("SCRAM-SHA-256", first.response(), connection, true);
        ClientStep.Send second = (ClientStep.Send) ClientExchange.next(
                first.next(), SaslMessage.of(challenge.challenge().toBytes()));
        return service.ask(new AuthenticationRequest.Continue(
                connection,
                challenge.continuation(),
                service.envelopes().seal(second.response().toOctets())));
    }

    private AuthenticationReply begin(String mechanism, SaslMessage initial, UUID connection, boolean encrypted) {
        return service.ask(new AuthenticationRequest.Begin(
                connection,
                mechanism,
                "imap",
                AuthServiceFixture.CLIENT_ADDRESS,
                encrypted,
                Map.of(),
                false,
                service.envelopes().seal(initial.toOctets())));
    }

    private static List<String> outcomes(JsonNode report) {
        return report.path("hosts")
                .path(0)
                .path("steps")
                .valueStream()
                .map(step -> step.path("outcome").asString())
                .toList();
    }

    private String failure(Map<String, Object> document) {
        JsonNode report = service.create(path + "/test", document).expect(200).body();
        assertThat(report.path("usable").asBoolean()).isFalse();
        return report.path("hosts")
                .path(0)
                .path("steps")
                .valueStream()
                .filter(step -> step.path("outcome").asString().equals("FAILED"))
                .map(step -> step.path("step").asString() + ": "
                        + step.path("detail").asString())
                .findFirst()
                .orElse("");
    }
}
