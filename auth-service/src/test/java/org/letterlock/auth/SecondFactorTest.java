package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.await;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.authentication.AuthenticationReply;
import org.letterlock.contracts.authentication.AuthenticationReply.Granted;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationRequest;
import tools.jackson.databind.JsonNode;

/** App passwords and second factors, over the API and as mail clients log in. */
class SecondFactorTest {
    private static final String PASSWORD = "a good old password";
    private static final Refused WRONG = new Refused(Reason.CREDENTIALS);
    private static final String OWN = "/api/v1/me/second-factor";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().domain("factor.test");
    }

    @Test
    @Tag("APP-1")
    void anAppPasswordLetsItsProgramInAndNoOther() {
        String session = user("paul");
        Reply made = appPassword(session, Map.of("name", "telephone", "services", List.of("imap")))
                .expect(201);
        String secret = made.text("password");

        assertThat(login("paul", secret, "imaps"))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.credential()).isEqualTo(UUID.fromString(made.text("id"))));
        assertThat(login("paul", secret.replace("-", ""), "imap")).isInstanceOf(Granted.class);
        assertThat(login("paul", secret, "submission")).isEqualTo(WRONG);
        assertThat(login("nobody", secret, "imaps")).isEqualTo(WRONG);
        assertThat(service.anonymous("POST", "/api/v1/sessions/login", console("paul", secret))
                        .expect(401)
                        .problem())
                .isEqualTo("invalid-credentials");
        assertThat(login("paul", PASSWORD, "imaps"))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.credential()).isNull());

        JsonNode shown = service.as(session, "GET", "/api/v1/accounts/me/app-passwords", "")
                .expect(200)
                .body();
        assertThat(shown.toString()).contains("telephone").doesNotContain(secret);
        assertThat(shown.path("items").get(0).path("lastUsedService").asString())
                .isEqualTo("imap");
        assertThat(shown.path("items").get(0).path("lastUsedFrom").asString())
                .isEqualTo(AuthServiceFixture.CLIENT_ADDRESS);
    }

    @Test
    @Tag("APP-1")
    void anAppPasswordThatIsRevokedOrElsewhereIsWrong() {
        String session = user("rosa");
        IpGroupId elsewhere = service.ipGroup("elsewhere for rosa", "203.0.113.77");
        Map<String, Object> wish = Map.of("name", "laptop", "services", List.of("imap", "smtp"));
        Reply good = appPassword(session, wish).expect(201);
        String bound = appPassword(
                        session, Map.of("name", "office", "services", List.of("imap"), "ipGroup", elsewhere.value()))
                .expect(201)
                .text("password");
        String path = "/api/v1/accounts/me/app-passwords/" + good.text("id");

        assertThat(login("rosa", bound, "imaps")).isEqualTo(WRONG);
        assertThat(login("rosa", good.text("password"), "smtps")).isInstanceOf(Granted.class);
        service.as(session, "DELETE", path, "", "If-Match", good.etag()).expect(204);
        assertThat(login("rosa", good.text("password"), "smtps")).isEqualTo(WRONG);
        service.as(session, "GET", path, "").expect(404);
    }

    @Test
    @Tag("APP-1")
    void anAccountHasFiftyAtMost() {
        String session = user("many");
        Map<String, Object> wish = Map.of("name", "one of many", "services", List.of("imap"));
        for (int i = 0; i < 50; i++) {
            appPassword(session, wish).expect(201);
        }

        assertThat(appPassword(session, wish).expect(422).problem()).isEqualTo("validation");
    }

    @Test
    @Tag("APP-1")
    @Tag("ROLE-2")
    void appPasswordsOfOthersAreNotThere() {
        String session = user("peek");
        String other = service.account("target@factor.test", PASSWORD);
        String path = "/api/v1/accounts/" + other + "/app-passwords";

        service.as(session, "GET", path, "").expect(404);
        service.as(session, "POST", path, Map.of("name", "x", "services", List.of("imap")))
                .expect(404);
        service.get(path).expect(200);
    }

    @Test
    @Tag("APP-1")
    void aBadWishIsRefusedWithAllFaults() {
        String session = user("wish");
        Reply refused = appPassword(
                session,
                Map.of(
                        "name",
                        "",
                        "services",
                        List.of("imap", "gopher"),
                        "ipGroup",
                        UUID.randomUUID(),
                        "expiresAt",
                        "2001-01-01T00:00:00Z"));

        assertThat(refused.expect(422).body().path("errors").size()).isEqualTo(4);
    }

    @Test
    @Tag("APP-1")
    @Tag("MFA-1")
    void anApiTokenGivesNobodyNewWaysIn() {
        String session = user("token");
        String token = service.as(session, "POST", "/api/v1/tokens", Map.of("name", "script", "role", "USER"))
                .expect(201)
                .text("token");

        appPassword(token, Map.of("name", "x", "services", List.of("imap"))).expect(403);
        service.as(token, "POST", OWN, "").expect(403);
    }

    @Test
    @Tag("MFA-1")
    @Tag("APP-2")
    void onceEnrolledTheConsoleWantsACodeAndMailWantsAnAppPassword() {
        String session = user("enrico");
        Authenticator authenticator = begin(session);
        assertThat(service.as(session, "GET", OWN, "").text("state")).isEqualTo("pending");
        assertThat(login("enrico", PASSWORD, "imaps")).isInstanceOf(Granted.class);

        service.as(session, "POST", OWN + "/confirm", Map.of("code", authenticator.wrongCode()))
                .expect(401);
        confirm(session, authenticator);

        assertThat(service.as(session, "GET", OWN, "").text("state")).isEqualTo("enrolled");
        assertThat(login("enrico", PASSWORD, "imaps")).isEqualTo(new Refused(Reason.SECOND_FACTOR));
        assertThat(login("enrico", "wrong", "imaps")).isEqualTo(WRONG);
        String app = appPassword(session, Map.of("name", "mail", "services", List.of("imap")))
                .expect(201)
                .text("password");
        assertThat(login("enrico", app, "imaps")).isInstanceOf(Granted.class);
        assertThat(consoleLogin("enrico", "").expect(401).problem()).isEqualTo("second-factor-required");
        assertThat(consoleLogin("enrico", authenticator.wrongCode()).expect(401).problem())
                .isEqualTo("invalid-credentials");
        String code = authenticator.code(1);
        consoleLogin("enrico", code).expect(200);
        assertThat(consoleLogin("enrico", code).expect(401).problem()).isEqualTo("invalid-credentials");
        service.as(session, "POST", OWN, "").expect(409);
    }

    @Test
    @Tag("MFA-1")
    @Tag("MFA-3")
    void ofLoginsThatComeAtOnceACodeLetsInOne() throws Exception {
        String session = user("twin");
        Authenticator authenticator = begin(session);
        List<String> recovery = confirm(session, authenticator);

        assertThat(atOnce("twin", authenticator.code(1))).containsOnlyOnce(200).hasSize(5);
        assertThat(atOnce("twin", recovery.getFirst())).containsOnlyOnce(200).hasSize(5);
    }

    private List<Integer> atOnce(String name, String code) throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> login : clients.invokeAll(Collections.<Callable<Integer>>nCopies(
                    5, () -> consoleLogin(name, code).status()))) {
                statuses.add(login.get());
            }
            return statuses;
        }
    }

    @Test
    @Tag("MFA-3")
    void recoveryCodesWorkOnceEach() {
        String session = user("rita");
        List<String> codes = confirm(session, begin(session));

        assertThat(codes).hasSize(10).doesNotHaveDuplicates();
        consoleLogin("rita", codes.get(3)).expect(200);
        consoleLogin("rita", codes.get(3)).expect(401);
        assertThat(service.as(session, "GET", OWN, "")
                        .body()
                        .path("recoveryCodesLeft")
                        .asInt())
                .isEqualTo(9);
        Reply renewed = service.as(session, "POST", OWN + "/recovery-codes", Map.of("code", codes.get(0)))
                .expect(200);
        consoleLogin("rita", codes.get(1)).expect(401);
        String fresh = renewed.body().path("recoveryCodes").get(0).asString();
        service.as(session, "POST", OWN + "/remove", Map.of("code", fresh)).expect(204);
        consoleLogin("rita", "").expect(200);
        assertThat(login("rita", PASSWORD, "imaps")).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("MFA-3")
    void anAdministratorHelpsWhoHasLostTheFactor() {
        String session = user("lost");
        confirm(session, begin(session));
        String id = service.as(session, "GET", "/api/v1/me", "").text("id");

        service.as(session, "DELETE", "/api/v1/accounts/" + id + "/second-factor", "")
                .expect(403);
        service.admin("DELETE", "/api/v1/accounts/" + id + "/second-factor", "").expect(204);
        consoleLogin("lost", "").expect(200);
        await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("second-factor.reset")
                        && id.equals(event.details().get("account"))));
    }

    @Test
    @Tag("MFA-4")
    void fiveWrongCodesLockTheSecondStepOnly() {
        String session = user("five");
        Authenticator authenticator = begin(session);
        List<String> recovery = confirm(session, authenticator);
        String app = appPassword(session, Map.of("name", "mail", "services", List.of("imap")))
                .expect(201)
                .text("password");
        for (int i = 0; i < 5; i++) {
            consoleLogin("five", authenticator.wrongCode()).expect(401);
        }

        assertThat(consoleLogin("five", recovery.getFirst()).expect(429).problem())
                .isEqualTo("account-locked");
        assertThat(login("five", app, "imaps")).isInstanceOf(Granted.class);
    }

    @Test
    @Tag("GUESS-10")
    @Tag("APP-2")
    void whoHasNothingButThePasswordIsNoKnownSource() {
        String session = user("half");
        confirm(session, begin(session));
        service.publish(GuessingPolicy.DEFAULT);
        try {
            assertThat(login("half", PASSWORD, "imaps", "203.0.113.150")).isEqualTo(new Refused(Reason.SECOND_FACTOR));
            for (int i = 0; i < 3; i++) {
                assertThat(login("half", "guess " + i, "imaps", "203.0.113.15" + (1 + i)))
                        .isEqualTo(WRONG);
            }

            assertThat(login("half", PASSWORD, "imaps", "203.0.113.150")).isEqualTo(new Refused(Reason.LOCKED));
        } finally {
            service.publish(AuthServiceFixture.NO_PROTECTION);
        }
    }

    @Test
    @Tag("CONN-1")
    @Tag("GUESS-10")
    void theAccountsStateIsToldBeforeTheSecondFactorAndAfterThePasswordOnly() {
        String account = "/api/v1/accounts/" + service.account("gone@factor.test", PASSWORD);
        String session = consoleLogin("gone", "").expect(200).text("token");
        confirm(session, begin(session));
        assertThat(login("gone", PASSWORD, "imaps")).isEqualTo(new Refused(Reason.SECOND_FACTOR));
        service.patch(account, Map.of("enabled", false)).expect(200);

        assertThat(login("gone", PASSWORD, "imaps")).isEqualTo(new Refused(Reason.DISABLED));
        assertThat(login("gone", "no password of it", "imaps")).isEqualTo(WRONG);
        assertThat(consoleLogin("gone", "").problem()).isEqualTo("account-disabled");
        assertThat(service.anonymous("POST", "/api/v1/sessions/login", console("gone", "no password of it"))
                        .problem())
                .isEqualTo("invalid-credentials");
    }

    @Test
    @Tag("CONN-1")
    @Tag("GUESS-10")
    void theStateOfALockedNameIsNotToldToWhoHasNothingButThePassword() {
        String account = "/api/v1/accounts/" + service.account("shut@factor.test", PASSWORD);
        String session = consoleLogin("shut", "").expect(200).text("token");
        confirm(session, begin(session));
        service.patch(account, Map.of("enabled", false)).expect(200);
        service.publish(GuessingPolicy.DEFAULT);
        try {
            assertThat(login("shut", PASSWORD, "imaps", "203.0.113.160")).isEqualTo(new Refused(Reason.DISABLED));
            for (int i = 0; i < 3; i++) {
                assertThat(login("shut", "guess " + i, "imaps", "203.0.113.16" + (1 + i)))
                        .isEqualTo(WRONG);
            }

            assertThat(login("shut", PASSWORD, "imaps", "203.0.113.160")).isEqualTo(new Refused(Reason.LOCKED));
        } finally {
            service.publish(AuthServiceFixture.NO_PROTECTION);
        }
    }

    @Test
    @Tag("PWD-12")
    void whoIsEnrolledChangesThePasswordWithACodeOnly() {
        String session = user("chris");
        Authenticator authenticator = begin(session);
        List<String> recovery = confirm(session, authenticator);

        assertThat(change(session, "").expect(401).problem()).isEqualTo("second-factor-required");
        assertThat(change(session, authenticator.wrongCode()).expect(401).problem())
                .isEqualTo("invalid-credentials");
        change(session, recovery.getFirst()).expect(204);
    }

    private Reply change(String session, String code) {
        return service.as(
                session,
                "POST",
                "/api/v1/me/password",
                Map.of("current", PASSWORD, "new", "a better new password", "code", code));
    }

    private String user(String name) {
        service.account(name + "@factor.test", PASSWORD);
        return consoleLogin(name, "").expect(200).text("token");
    }

    private Reply appPassword(String token, Map<String, ?> wish) {
        return service.as(token, "POST", "/api/v1/accounts/me/app-passwords", wish);
    }

    private Authenticator begin(String session) {
        Reply begun = service.as(session, "POST", OWN, "").expect(201);
        assertThat(begun.text("uri")).startsWith("otpauth://totp/Letterlock%3A").contains(begun.text("secret"));
        return new Authenticator(begun.text("secret"));
    }

    private List<String> confirm(String session, Authenticator authenticator) {
        List<String> codes = new ArrayList<>();
        service.as(session, "POST", OWN + "/confirm", Map.of("code", authenticator.code(0)))
                .expect(200)
                .body()
                .path("recoveryCodes")
                .forEach(code -> codes.add(code.asString()));
        return codes;
    }

    private Reply consoleLogin(String name, String code) {
        return service.anonymous(
                "POST",
                "/api/v1/sessions/login",
                Map.of("login", name + "@factor.test", "password", PASSWORD, "code", code));
    }

    private static Map<String, Object> console(String name, String password) {
        return Map.of("login", name + "@factor.test", "password", password);
    }

    private AuthenticationReply login(String name, String password, String mailService) {
        return login(name, password, mailService, AuthServiceFixture.CLIENT_ADDRESS);
    }

    private AuthenticationReply login(String name, String password, String mailService, String address) {
        String message = "\0" + name + "@factor.test\0" + password;
        return service.ask(new AuthenticationRequest.Begin(
                UUID.randomUUID(),
                "PLAIN",
                mailService,
                address,
                true,
                Map.of(),
                false,
                service.envelopes().seal(message.getBytes(StandardCharsets.UTF_8))));
    }
}
