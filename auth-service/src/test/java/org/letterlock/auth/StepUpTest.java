package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Enrolled;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.authentication.AuthenticationRequest;

/** Who has to have a second factor, and what has to be done with it. */
class StepUpTest {
    private static final String PASSWORD = "Purple-elephants-42";
    private static final String OWN = "/api/v1/me/second-factor";

    private static String domain = "";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        domain = AuthServiceFixture.running().strictDomain("stepup.test");
    }

    @Test
    @Tag("MFA-2")
    void administratorsHaveToEnrolAndMayDoNothingElseBefore() {
        String session = session(account("olga", "FULL_ADMIN"));

        Reply refused = service.as(session, "GET", "/api/v1/domains", "");
        assertThat(refused.expect(403).problem()).isEqualTo("enrolment-required");
        service.as(session, "POST", "/api/v1/tokens", Map.of("name", "early", "role", "USER"))
                .expect(403);
        service.as(session, "GET", "/api/v1/sessions/current", "").expect(200);
        assertThat(service.as(session, "GET", "/api/v1/me", "")
                        .body()
                        .path("mustEnrol")
                        .asBoolean())
                .isTrue();
        service.as(session, "POST", "/api/v1/me/password", Map.of("current", PASSWORD, "new", PASSWORD + "-x"))
                .expect(204);
        Enrolled enrolled = service.enrol(session);

        service.as(enrolled.token(), "GET", "/api/v1/domains", "").expect(200);
        assertThat(service.checkToken(session)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("MFA-2")
    void whoKnowsThePasswordOnlyGainsNothingByTheOwnersEnrolment() {
        String login = account("olaf", "AUDITOR");
        String thief = session(login);

        service.enrol(session(login));

        assertThat(service.checkToken(thief)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("MFA-2")
    @Tag("APP-2")
    void mailWantsAnAppPasswordOfWhomASecondFactorIsForcedUpon() {
        account("plain", "USER");
        account("chief", "AUDITOR");
        account("granted", "USER");
        service.accepting(
                        "POST",
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "auditors",
                                "addresses",
                                List.of("auditors@stepup.test"),
                                "members",
                                List.of("granted@stepup.test"),
                                "role",
                                "AUDITOR"))
                .expect(201);

        assertThat(mail("plain", PASSWORD)).isInstanceOf(Granted.class);
        assertThat(mail("chief", PASSWORD)).isEqualTo(new Refused(Reason.SECOND_FACTOR));
        assertThat(mail("granted", PASSWORD)).isEqualTo(new Refused(Reason.SECOND_FACTOR));
        assertThat(mail("chief", "wrong")).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("MFA-2")
    void aDomainForcesAndForbids() {
        String forced = service.domain("forced.test");
        service.account("fritz@forced.test", PASSWORD);
        String path = "/api/v1/domains/" + forced + "/second-factor";

        service.accepting("PATCH", path, Map.of("forced", true)).expect(200);
        assertThat(login("fritz@forced.test").body().path("mustEnrol").asBoolean())
                .isTrue();
        assertThat(service.patch(path, Map.of("allowed", false)).expect(422).problem())
                .isEqualTo("validation");
        service.patch(path, Map.of("forced", false, "allowed", false)).expect(200);
        Reply free = login("fritz@forced.test");
        assertThat(free.body().path("mustEnrol").asBoolean()).isFalse();
        service.as(free.text("token"), "POST", OWN, "").expect(403);
        service.patch(path, Map.of("rememberBrowserDays", 366)).expect(422);
        service.admin("PUT", path, Map.of(), "If-Match", service.get(path).etag())
                .expect(200);
        assertThat(service.get(path).body().path("administratorsForced").asBoolean())
                .isTrue();
    }

    @Test
    @Tag("ADM-5")
    void whatCountsWantsTheSecondFactorAgain() {
        String session = steppedDown("stefan");
        String other = service.get("/api/v1/accounts?login=stefan@stepup.test")
                .body()
                .path("items")
                .get(0)
                .path("id")
                .asString();
        service.create(
                        "/api/v1/groups",
                        Map.of("name", "staff", "addresses", List.of("staff@stepup.test"), "role", "AUDITOR"))
                .expect(201);
        Reply inner = service.create(
                        "/api/v1/groups", Map.of("name", "inner", "addresses", List.of("inner@stepup.test")))
                .expect(201);
        Reply outer = service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "outer",
                                "addresses",
                                List.of("outer@stepup.test"),
                                "members",
                                List.of("inner@stepup.test"),
                                "role",
                                "AUDITOR"))
                .expect(201);
        Map<String, Object> member = Map.of("members", List.of("stefan@stepup.test"));

        wantsStepUp(
                service.as(session, "POST", "/api/v1/accounts", Map.of("login", "new@stepup.test", "role", "AUDITOR")));
        wantsStepUp(service.as(
                session,
                "POST",
                "/api/v1/groups",
                Map.of("name", "x", "addresses", List.of("x@stepup.test"), "role", "USER")));
        for (Reply group : List.of(inner, outer)) {
            wantsStepUp(service.as(
                    session, "PATCH", "/api/v1/groups/" + group.text("id"), member, "If-Match", group.etag()));
        }
        wantsStepUp(service.as(session, "DELETE", "/api/v1/accounts/" + UUID.randomUUID() + "/second-factor", ""));
        wantsStepUp(service.as(session, "PATCH", "/api/v1/domains/" + domain + "/second-factor", Map.of()));
        wantsStepUp(service.as(
                session,
                "POST",
                "/api/v1/accounts/" + service.account("mail@stepup.test", PASSWORD) + "/app-passwords",
                Map.of("name", "x", "services", List.of("imap"))));
        wantsStepUp(service.as(
                session, "POST", "/api/v1/tokens", Map.of("name", "x", "role", "FULL_ADMIN", "stepUp", true)));
        service.as(session, "POST", "/api/v1/accounts", Map.of("login", "user@stepup.test"))
                .expect(201);
        assertThat(other).isNotEmpty();
    }

    @Test
    @Tag("ADM-5")
    @Tag("SESS-5")
    void steppingUpRenewsTheSession() {
        account("sofia", "FULL_ADMIN");
        Enrolled enrolled = service.enrol(session("sofia@stepup.test"));
        String path = "/api/v1/sessions/current/step-up";

        service.as(
                        enrolled.token(),
                        "POST",
                        path,
                        Map.of("code", enrolled.authenticator().wrongCode()))
                .expect(401);
        String renewed = service.as(
                        enrolled.token(),
                        "POST",
                        path,
                        Map.of("code", enrolled.recoveryCodes().getFirst()))
                .expect(200)
                .text("token");

        assertThat(renewed).isNotEqualTo(enrolled.token());
        assertThat(accepted(renewed).steppedUp()).isTrue();
        assertThat(accepted(enrolled.token()).steppedUp()).isFalse();
        service.as(renewed, "POST", "/api/v1/accounts", Map.of("login", "granted-by@stepup.test", "role", "AUDITOR"))
                .expect(201);
        service.as(
                        enrolled.token(),
                        "POST",
                        path,
                        Map.of("code", enrolled.recoveryCodes().get(1)))
                .expect(401);
        service.as(enrolled.token(), "POST", "/api/v1/sessions/logout", "").expect(204);
        assertThat(service.checkToken(renewed)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("ADM-5")
    @Tag("TOK-1")
    void aTokenStandsForTheSecondFactorOnlyWhenItWasMadeForThat() {
        account("timo", "FULL_ADMIN");
        Enrolled enrolled = service.enrol(session("timo@stepup.test"));
        String plain = token(enrolled.token(), Map.of("name", "plain", "role", "FULL_ADMIN"));
        String strong = token(enrolled.token(), Map.of("name", "strong", "role", "FULL_ADMIN", "stepUp", true));
        Map<String, Object> grant = Map.of("login", "by-token@stepup.test", "role", "AUDITOR");

        wantsStepUp(service.as(plain, "POST", "/api/v1/accounts", grant));
        service.as(strong, "POST", "/api/v1/accounts", grant).expect(201);
        assertThat(service.as(strong, "POST", "/api/v1/sessions/current/step-up", Map.of("code", "000000"))
                        .expect(403)
                        .problem())
                .isEqualTo("forbidden");
        assertThat(service.as(enrolled.token(), "GET", "/api/v1/tokens", "")
                        .body()
                        .toString())
                .contains("\"stepUp\":true");
    }

    @Test
    @Tag("TOK-1")
    @Tag("APP-1")
    void aTokenOfAnAdministratorIsNoWayToTheOwnMail() {
        account("tina", "FULL_ADMIN");
        Enrolled enrolled = service.enrol(session("tina@stepup.test"));
        String token = token(enrolled.token(), Map.of("name", "strong", "role", "FULL_ADMIN", "stepUp", true));
        Map<String, Object> wish = Map.of("name", "x", "services", List.of("imap"));

        service.as(token, "POST", "/api/v1/accounts/me/app-passwords", wish).expect(403);
        service.as(token, "POST", "/api/v1/accounts/" + accepted(token).account() + "/app-passwords", wish)
                .expect(403);
        service.as(enrolled.token(), "POST", "/api/v1/accounts/me/app-passwords", wish)
                .expect(201);
    }

    @Test
    @Tag("TOK-1")
    void aHundredTokensAreTheLimitAlsoForThoseWhoAskAtOnce() throws Exception {
        service.domain("hundred.test");
        service.account("hugo@hundred.test", PASSWORD);
        String session = login("hugo@hundred.test").text("token");
        for (int i = 0; i < 97; i++) {
            token(session, Map.of("name", "token", "role", "USER"));
        }

        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> wishes = IntStream.range(0, 12)
                    .<Callable<Integer>>mapToObj(_ ->
                            () -> service.as(session, "POST", "/api/v1/tokens", Map.of("name", "more", "role", "USER"))
                                    .status())
                    .toList();
            long made = 0;
            for (var wish : clients.invokeAll(wishes)) {
                made += wish.get() == 201 ? 1 : 0;
            }
            assertThat(made).isEqualTo(3);
        }
    }

    @Test
    @Tag("ADM-5")
    @Tag("DIR-2")
    void soDoesWhoeverSaysWhereThePasswordOfAnAdministratorIsChecked() {
        account("dora", "FULL_ADMIN");
        Enrolled enrolled = service.enrol(session("dora@stepup.test"));
        String plain = token(enrolled.token(), Map.of("name", "plain", "role", "FULL_ADMIN"));
        String chief = service.account("led@stepup.test", PASSWORD);
        service.accepting(
                        "POST",
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "leaders",
                                "addresses",
                                List.of("leaders@stepup.test"),
                                "members",
                                List.of("led@stepup.test"),
                                "role",
                                "AUDITOR"))
                .expect(201);
        String directory = "/api/v1/domains/" + domain + "/directory";
        service.as(
                        plain,
                        "PUT",
                        directory,
                        Map.of(
                                "primary",
                                Map.of("host", "ldap.example"),
                                "bindName",
                                "cn=reader",
                                "bindPassword",
                                "x",
                                "base",
                                "dc=example"))
                .expect(200);
        Map<String, Object> mapping = Map.of("mapped", true, "confirm", "delete-password");

        wantsStepUp(as(plain, "/api/v1/accounts/" + chief, Map.of("password", PASSWORD + "-x")));
        wantsStepUp(as(plain, "/api/v1/accounts/" + chief, mapping));
        service.patch("/api/v1/accounts/" + chief, mapping).expect(200);
        wantsStepUp(as(plain, directory, Map.of("primary", Map.of("host", "ldap.evil.example"), "bindPassword", "x")));
        wantsStepUp(as(plain, directory, Map.of("base", "dc=evil")));
        as(plain, directory, Map.of("syncMinutes", 60)).expect(200);
    }

    private Reply as(String token, String path, Map<String, Object> patch) {
        return service.as(
                token, "PATCH", path, patch, "If-Match", service.get(path).etag());
    }

    private String steppedDown(String name) {
        account(name, "FULL_ADMIN");
        Enrolled enrolled = service.enrol(session(name + "@stepup.test"));
        // The session of before: good for ten seconds yet, and not stepped up.
        service.as(
                        enrolled.token(),
                        "POST",
                        "/api/v1/sessions/current/step-up",
                        Map.of("code", enrolled.recoveryCodes().getFirst()))
                .expect(200);
        return enrolled.token();
    }

    private static void wantsStepUp(Reply reply) {
        assertThat(reply.expect(403).problem()).isEqualTo("step-up-required");
    }

    private String token(String session, Map<String, ?> wish) {
        return service.as(session, "POST", "/api/v1/tokens", wish).expect(201).text("token");
    }

    private TokenAccepted accepted(String token) {
        return (TokenAccepted) service.checkToken(token);
    }

    private String account(String name, String role) {
        String login = name + "@stepup.test";
        service.create("/api/v1/accounts", Map.of("login", login, "password", PASSWORD, "role", role))
                .expect(201);
        return login;
    }

    private String session(String login) {
        return login(login).text("token");
    }

    private Reply login(String login) {
        return service.anonymous("POST", "/api/v1/sessions/login", AuthServiceFixture.login(login, PASSWORD))
                .expect(200);
    }

    private AuthenticationReply mail(String name, String password) {
        return mailLogin(name + "@stepup.test", password);
    }

    private AuthenticationReply mailLogin(String login, String password) {
        String message = "\0" + login + "\0" + password;
        return service.ask(new AuthenticationRequest.Begin(
                UUID.randomUUID(),
                "PLAIN",
                "imaps",
                AuthServiceFixture.CLIENT_ADDRESS,
                true,
                Map.of(),
                false,
                service.envelopes().seal(message.getBytes(StandardCharsets.UTF_8))));
    }
}
