package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.event.Notice;

class PasswordPolicyTest {
    private static final String GOOD = "Grey-Herons-4-sail";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @Test
    @Tag("PWD-1")
    @Tag("PWD-7")
    @Tag("API-6")
    void aDomainBeginsWithTheDefaultsAndKeepsWhatIsChanged() {
        String path = policyOf(service.strictDomain("policy-defaults.test"));

        Reply initial = service.get(path).expect(200);
        Reply stale = service.admin("PATCH", path, Map.of("minLength", 14), "If-Match", "\"7\"");
        Reply blind = service.admin("PATCH", path, Map.of("minLength", 14));
        Reply changed =
                service.patch(path, Map.of("minLength", 14, "expiry", true)).expect(200);
        Reply replaced = service.admin("PUT", path, Map.of("history", 2), "If-Match", changed.etag())
                .expect(200);

        assertThat(initial.body().path("minLength").asInt()).isEqualTo(12);
        assertThat(initial.body().path("minClasses").asInt()).isEqualTo(3);
        assertThat(initial.body().path("maxAgeDays").asInt()).isEqualTo(180);
        assertThat(initial.body().path("history").asInt()).isEqualTo(6);
        assertThat(initial.body().path("expiry").asBoolean()).isFalse();
        assertThat(initial.body().path("selfRenewal").asBoolean()).isTrue();
        assertThat(stale.expect(412).problem()).isEqualTo("changed-meanwhile");
        assertThat(blind.expect(428).problem()).isEqualTo("precondition-required");
        assertThat(changed.text("expirySince")).isNotEmpty();
        assertThat(replaced.body().path("minLength").asInt()).isEqualTo(12);
        assertThat(replaced.body().path("history").asInt()).isEqualTo(2);
        assertThat(replaced.body().path("expirySince").isNull()).isTrue();
        assertThat(service.get(path).etag()).isEqualTo(replaced.etag());
    }

    @ParameterizedTest
    @CsvSource({"minLength, 7, 129", "minClasses, 0, 5", "history, -1, 25", "maxAgeDays, 0, 1001"})
    @Tag("PWD-1")
    @Tag("API-4")
    void whatIsOutOfRangeIsRefusedWhereItStands(String member, int below, int above) {
        String path = policyOf(service.strictDomain("policy-" + member.toLowerCase(java.util.Locale.ROOT) + ".test"));

        for (int value : List.of(below, above)) {
            Reply reply = service.patch(path, Map.of(member, value)).expect(422);
            assertThat(reply.problem()).isEqualTo("validation");
            assertThat(reply.body().path("errors").path(0).path("pointer").asString())
                    .isEqualTo("/" + member);
        }
        service.patch(path, Map.of(member, below + 1)).expect(200);
        service.patch(path, Map.of(member, above - 1)).expect(200);
    }

    @Test
    @Tag("PWD-1")
    void aPolicyOfNoDomainIsNotFoundAndUsersMayNotReadOne() {
        String domain = service.domain("policy-roles.test");
        service.account("uli@policy-roles.test", "a password");
        String session = session("uli@policy-roles.test", "a password");

        service.get(policyOf("00000000-0000-0000-0000-000000000001")).expect(404);
        service.as(session, "GET", policyOf(domain), "").expect(403);
        service.as(session, "POST", "/api/v1/domains/" + domain + "/generate-password", "")
                .expect(403);
    }

    @Test
    @Tag("PWD-5")
    void anAdministratorIsToldEveryRuleThatIsBroken() {
        service.strictDomain("rules.test");

        Reply created = service.create(
                "/api/v1/accounts",
                Map.of("login", "dora@rules.test", "displayName", "Dora Maar", "password", "dora.rules"));
        String id = service.create("/api/v1/accounts", Map.of("login", "dora@rules.test", "displayName", "Dora Maar"))
                .expect(201)
                .text("id");
        Reply changed = service.patch("/api/v1/accounts/" + id, Map.of("password", "sunshine2026"));

        assertThat(created.expect(422).problem()).isEqualTo("password-policy");
        assertThat(codes(created))
                .containsExactly("too-short", "classes", "contains-name", "contains-login", "contains-domain");
        assertThat(created.body().toString()).doesNotContain("dora.rules");
        assertThat(changed.expect(422).problem()).isEqualTo("password-policy");
        assertThat(codes(changed)).containsExactly("classes", "common");
        assertThat(changed.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/password");
    }

    @Test
    @Tag("PWD-5")
    void aUserIsHeldToThePolicyAndAnOldPasswordStaysValid() {
        String domain = service.domain("tightened.test");
        service.account("tom@tightened.test", "old password");
        service.patch(policyOf(domain), Map.of("minLength", 16, "complexity", true))
                .expect(200);
        String session = session("tom@tightened.test", "old password");

        Reply refused = change(session, "old password", "short one");
        change(session, "old password", GOOD).expect(204);

        assertThat(refused.expect(422).problem()).isEqualTo("password-policy");
        assertThat(codes(refused)).containsExactly("too-short", "classes");
        assertThat(refused.body().path("errors").path(0).path("pointer").asString())
                .isEqualTo("/new");
    }

    @Test
    @Tag("PWD-5")
    void thePolicyIsJudgedOnlyOnceTheCurrentPasswordIsShown() {
        service.domain("oracle.test");
        service.account("otto@oracle.test", "a password");

        Reply reply = change(session("otto@oracle.test", "a password"), "not it", "a password");

        assertThat(reply.expect(401).problem()).isEqualTo("invalid-credentials");
    }

    @Test
    @Tag("PWD-9")
    void theLastPasswordsAreRefusedAndOlderOnesAreNot() {
        String domain = service.domain("history.test");
        service.patch(policyOf(domain), Map.of("history", 3)).expect(200);
        String path = "/api/v1/accounts/" + service.account("hugo@history.test", "password number 1x");
        for (int number = 2; number <= 4; number++) {
            service.patch(path, Map.of("password", "password number " + number + "x"))
                    .expect(200);
        }

        for (int number = 2; number <= 4; number++) {
            Reply reply = service.patch(path, Map.of("password", "password number " + number + "x"));
            assertThat(reply.expect(422).problem()).isEqualTo("password-policy");
            assertThat(codes(reply)).containsExactly("reused");
        }
        service.patch(path, Map.of("password", "password number 1x")).expect(200);
        service.patch(policyOf(domain), Map.of("history", 0)).expect(200);
        service.patch(path, Map.of("password", "password number 1x")).expect(200);
    }

    @Test
    @Tag("PWD-9")
    void nothingOfAFormerPasswordIsReadable() throws Exception {
        String domain = service.domain("history-sealed.test");
        service.patch(policyOf(domain), Map.of("history", 6)).expect(200);
        service.account("sam@history-sealed.test", "very secret words");

        try (var connection = service.database().connect();
                var rows = connection.createStatement().executeQuery("SELECT * FROM auth.former_passwords")) {
            assertThat(rows.next()).isTrue();
            do {
                assertThat(new String(rows.getBytes("value"), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain("secret");
            } while (rows.next());
        }
    }

    @Test
    @Tag("PWD-6")
    void aPublicFieldMayNotHoldTheCurrentPassword() {
        service.domain("public.test");
        String path = "/api/v1/accounts/" + service.account("paul@public.test", "swordfish-17");

        Reply token = service.patch(path, Map.of("description", "mail: swordfish-17 (old)"));
        Reply whole = service.patch(path, Map.of("displayName", "swordfish-17"));
        service.patch(path, Map.of("description", "swordfish-18 and swordfish")).expect(200);

        assertThat(token.expect(422).problem()).isEqualTo("password-in-public-field");
        assertThat(whole.expect(422).problem()).isEqualTo("password-in-public-field");
        assertThat(token.body().toString()).doesNotContain("swordfish");
    }

    @Test
    @Tag("PWD-6")
    void aPasswordMayNotStandInAPublicField() {
        service.domain("public-too.test");
        Map<String, Object> both =
                Map.of("login", "pia@public-too.test", "description", "use Swordfish-17!", "password", "Swordfish-17!");
        String path = "/api/v1/accounts/" + service.account("pia@public-too.test", "another one");
        service.patch(path, Map.of("description", "use Swordfish-17!")).expect(200);

        Reply created = service.create("/api/v1/accounts", both);
        Reply set = service.patch(path, Map.of("password", "Swordfish-17!"));
        Reply own = change(session("pia@public-too.test", "another one"), "another one", "Swordfish-17!");

        for (Reply reply : List.of(created, set, own)) {
            assertThat(reply.expect(422).problem()).isEqualTo("password-policy");
            assertThat(codes(reply)).containsExactly("in-public-field");
        }
    }

    @Test
    @Tag("PWD-10")
    void aGeneratedPasswordCanBeSet() {
        String domain = service.strictDomain("generated.test");
        service.patch(policyOf(domain), Map.of("minLength", 40, "minClasses", 4))
                .expect(200);

        Reply generated = service.create("/api/v1/domains/" + domain + "/generate-password", Map.of())
                .expect(200);

        assertThat(generated.raw().headers().firstValue("Cache-Control")).hasValue("no-store");
        service.account("gina@generated.test", generated.text("password"));
        session("gina@generated.test", generated.text("password"));
    }

    @Test
    @Tag("PWD-11")
    void aChangeIsToldAndEndsTheOtherSessions() {
        service.domain("told.test");
        String id = service.account("tilda@told.test", "first password");
        String session = session("tilda@told.test", "first password");
        change(session, "first password", "second one").expect(204);
        assertThat(service.checkToken(session)).isInstanceOf(TokenAccepted.class);

        service.patch("/api/v1/accounts/" + id, Map.of("password", "third password"))
                .expect(200);

        assertThat(service.checkToken(session)).isEqualTo(new Refused(Reason.CREDENTIALS));
        awaitChange(id, "tilda@told.test", "self-service");
        awaitChange(id, "admin", "administration");
    }

    @Test
    @Tag("PWD-11")
    void theOwnerIsToldByMailWithoutThePassword() {
        service.domain("mailed.test");
        String id = service.account("mara@mailed.test", "first password");
        change(session("mara@mailed.test", "first password"), "first password", "second one")
                .expect(204);
        service.patch("/api/v1/accounts/" + id, Map.of("displayName", "Mara")).expect(200);
        service.patch("/api/v1/accounts/" + id, Map.of("password", "third password"))
                .expect(200);

        AuthServiceFixture.await(() -> noticesFor("mara@mailed.test").size() == 2);

        List<Notice> notices = noticesFor("mara@mailed.test");
        assertThat(notices).allSatisfy(notice -> {
            assertThat(notice.subject()).isEqualTo("Your password was changed");
            assertThat(notice.text()).contains("mara@mailed.test").doesNotContain("second one", "third password");
        });
        assertThat(notices.getFirst().text()).contains("from the address " + AuthServiceFixture.CLIENT_ADDRESS);
        assertThat(notices.getLast().text())
                .contains("by an administrator")
                .doesNotContain(AuthServiceFixture.CLIENT_ADDRESS);
    }

    private List<Notice> noticesFor(String address) {
        return service.notices().stream()
                .filter(notice -> notice.recipients().getFirst().format().equals(address))
                .toList();
    }

    private void awaitChange(String account, String actor, String channel) {
        AuthServiceFixture.await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("password.changed")
                        && event.details()
                                .equals(Map.of(
                                        "actor",
                                        actor,
                                        "account",
                                        "tilda@told.test",
                                        "target",
                                        "/accounts/" + account,
                                        "channel",
                                        channel))));
    }

    private Reply change(String session, String current, String replacement) {
        return service.as(session, "POST", "/api/v1/me/password", Map.of("current", current, "new", replacement));
    }

    private static String policyOf(String domain) {
        return "/api/v1/domains/" + domain + "/password-policy";
    }

    private static List<String> codes(Reply reply) {
        return StreamSupport.stream(reply.body().path("errors").spliterator(), false)
                .map(error -> error.path("code").asString())
                .toList();
    }

    private String session(String login, String password) {
        return service.anonymous("POST", "/api/v1/sessions/login", login(login, password))
                .expect(200)
                .text("token");
    }
}
