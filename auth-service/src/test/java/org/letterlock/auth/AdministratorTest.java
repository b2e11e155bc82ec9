package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.auth.AuthServiceFixture.ADMIN_PASSWORD;
import static org.letterlock.auth.AuthServiceFixture.login;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.directory.Role;

class AdministratorTest {
    private final AuthServiceFixture service = AuthServiceFixture.running();

    @Test
    @Tag("ADM-3")
    void theOneTimePasswordIsForItsOwnerAndGoneAfterTheFirstLogin() {
        assertThat(service.initialFileMode()).isEqualTo("[OWNER_READ]");
        assertThat(service.initialPassword()).hasSizeGreaterThan(24);
        assertThat(service.passwordFile()).doesNotExist();
        service.anonymous("POST", "/api/v1/sessions/login", login("admin", service.initialPassword()))
                .expect(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "password", "letterlock", ""})
    @Tag("ADM-3")
    void noDefaultPasswordExists(String password) {
        Reply reply = service.anonymous("POST", "/api/v1/sessions/login", login("admin", password));

        assertThat(reply.expect(401).problem()).isEqualTo("invalid-credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin\0", "\0", "\uD800", "ad min", "admin@", "@"})
    @Tag("AUTH-7")
    void aLoginNameThatCannotBeIsAsUnknownAsAnyOther(String name) {
        Reply reply = service.anonymous("POST", "/api/v1/sessions/login", login(name, "a password"));

        assertThat(reply.expect(401).problem()).isEqualTo("invalid-credentials");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tokens", "groups", "aliases"})
    @Tag("API-8")
    void aForgedCursorIsMalformed(String resources) {
        String cursor = Base64.getUrlEncoder().encodeToString("no id".getBytes(StandardCharsets.UTF_8));

        assertThat(service.get("/api/v1/" + resources + "?cursor=" + cursor)
                        .expect(400)
                        .problem())
                .isEqualTo("malformed");
    }

    @Test
    @Tag("ACC-5")
    void theBuiltInAdministratorStays() {
        String path = "/api/v1/accounts/" + service.get("/api/v1/me").text("id");

        assertThat(service.delete(path).expect(409).problem()).isEqualTo("last-admin");
        assertThat(service.patch(path, Map.of("enabled", false)).expect(409).problem())
                .isEqualTo("last-admin");
        assertThat(service.patch(path, Map.of("role", "USER")).expect(409).problem())
                .isEqualTo("last-admin");
        service.patch(path, Map.of("displayName", "Root")).expect(200);
    }

    @Test
    @Tag("PWD-12")
    void administratorsDoNotGoRoundTheCurrentPasswordEither() {
        String own = service.get("/api/v1/me").expect(200).text("id");

        assertThat(service.patch("/api/v1/accounts/" + own, Map.of("password", "Another horse 7 stapled"))
                        .expect(403)
                        .problem())
                .isEqualTo("forbidden");
        assertThat(service.anonymous(
                                "POST", "/api/v1/sessions/login", login("admin", AuthServiceFixture.ADMIN_PASSWORD))
                        .expect(401)
                        .problem())
                .isEqualTo("second-factor-required"); // so the password is still that one
    }

    @Test
    @Tag("PWD-11")
    @Tag("PWD-12")
    void aNewPasswordNeedsTheCurrentOneAndEndsOtherSessions() {
        service.domain("sessions.test");
        service.account("eve@sessions.test", "first password");
        String here = session("eve@sessions.test", "first password");
        String elsewhere = session("EVE@sessions.test", "first password");

        Reply wrong = service.as(here, "POST", "/api/v1/me/password", Map.of("current", "x", "new", "second one"));
        Reply same = service.as(
                here, "POST", "/api/v1/me/password", Map.of("current", "first password", "new", "first password"));
        service.as(here, "POST", "/api/v1/me/password", Map.of("current", "first password", "new", "second one"))
                .expect(204);

        assertThat(wrong.expect(401).problem()).isEqualTo("invalid-credentials");
        assertThat(same.expect(422).problem()).isEqualTo("password-policy");
        assertThat(service.checkToken(here)).isInstanceOf(TokenAccepted.class);
        assertThat(service.checkToken(elsewhere)).isEqualTo(new Refused(Reason.CREDENTIALS));
        service.anonymous("POST", "/api/v1/sessions/login", login("eve@sessions.test", "first password"))
                .expect(401);
        service.as(here, "POST", "/api/v1/sessions/logout", "").expect(204);
        assertThat(service.checkToken(here)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("AUTH-11")
    void guessingTheCurrentPasswordIsToldAsAFailedLogin() {
        service.domain("guessing.test");
        service.account("eve@guessing.test", "a password");
        String session = session("eve@guessing.test", "a password");

        service.as(session, "POST", "/api/v1/me/password", Map.of("current", "x", "new", "second one"))
                .expect(401);

        AuthServiceFixture.await(() -> service.events().stream()
                .anyMatch(event -> event.name().equals("auth.failure")
                        && "eve@guessing.test".equals(event.details().get("account"))));
    }

    @Test
    @Tag("ACC-4")
    void disablingAnAccountEndsItsSessions() {
        service.domain("disabled-sessions.test");
        String id = service.account("dan@disabled-sessions.test", "a password");
        String session = session("dan@disabled-sessions.test", "a password");

        service.patch("/api/v1/accounts/" + id, Map.of("enabled", false)).expect(200);

        assertThat(service.checkToken(session)).isInstanceOf(Refused.class);
        assertThat(service.anonymous(
                                "POST", "/api/v1/sessions/login", login("dan@disabled-sessions.test", "a password"))
                        .expect(403)
                        .problem())
                .isEqualTo("account-disabled");
    }

    @Test
    @Tag("TOK-1")
    void tokensAreShownOnceScopedByRoleAndRevocable() {
        Reply created = service.create("/api/v1/tokens", Map.of("name", "backup script", "role", "USER"))
                .expect(201);
        String token = created.text("token");
        String path = "/api/v1/tokens/" + created.text("id");

        assertThat(service.checkToken(token)).isInstanceOfSatisfying(TokenAccepted.class, accepted -> {
            assertThat(accepted.role()).isEqualTo(Role.USER);
            assertThat(accepted.login()).isEqualTo("admin");
        });
        assertThat(service.get(path).body().has("token")).isFalse();
        assertThat(service.get(path).text("lastUsedFrom")).isEqualTo(AuthServiceFixture.CLIENT_ADDRESS);
        assertThat(service.get("/api/v1/tokens").body().toString())
                .contains("backup script")
                .doesNotContain(token);
        assertThat(service.as(token, "GET", "/api/v1/accounts", "").expect(403).problem())
                .isEqualTo("forbidden");
        assertThat(service.as(token, "POST", "/api/v1/tokens", Map.of("name", "more", "role", "FULL_ADMIN"))
                        .status())
                .isEqualTo(403);
        assertThat(service.admin("DELETE", path, "").status()).isEqualTo(428);
        service.delete(path).expect(204);
        assertThat(service.checkToken(token)).isEqualTo(new Refused(Reason.CREDENTIALS));
    }

    @Test
    @Tag("API-8")
    void tokensAreSortedAndFiltered() {
        Reply first = service.create("/api/v1/tokens", Map.of("name", "first", "role", "AUDITOR"))
                .expect(201);
        Reply second = service.create("/api/v1/tokens", Map.of("name", "second", "role", "AUDITOR"))
                .expect(201);

        Reply newest = service.get("/api/v1/tokens?kind=api&role=AUDITOR&sort=-createdAt&limit=1")
                .expect(200);

        assertThat(newest.body().path("items").path(0).path("id").asString()).isEqualTo(second.text("id"));
        assertThat(newest.body().path("total").asInt()).isEqualTo(2);
        Reply next = service.get(
                        "/api/v1/tokens?kind=api&role=AUDITOR&sort=-createdAt&limit=1&cursor=" + newest.text("cursor"))
                .expect(200);
        assertThat(next.body().path("items").path(0).path("id").asString()).isEqualTo(first.text("id"));
        assertThat(service.get("/api/v1/tokens?kind=session").expect(200).body().toString())
                .doesNotContain("\"api\"");
        assertThat(service.get("/api/v1/tokens?kind=other").status()).isEqualTo(422);
        assertThat(service.get("/api/v1/tokens?sort=name").status()).isEqualTo(400);
        assertThat(service.get("/api/v1/tokens?expiresBefore=2001-01-01T00:00:00Z")
                        .expect(200)
                        .body()
                        .path("items"))
                .isEmpty();
    }

    @Test
    @Tag("TOK-1")
    void aTokenMakesNoFurtherTokens() {
        String token = service.create("/api/v1/tokens", Map.of("name", "deployment", "role", "FULL_ADMIN"))
                .expect(201)
                .text("token");

        Map<String, Object> more = Map.of("name", "more", "role", "USER");
        assertThat(service.as(token, "POST", "/api/v1/tokens", more).expect(403).problem())
                .isEqualTo("forbidden");
    }

    @Test
    @Tag("TOK-1")
    void aTokenReachesItsResourcesOnly() {
        String token = service.create(
                        "/api/v1/tokens",
                        Map.of("name", "aliases", "role", "FULL_ADMIN", "resources", List.of("aliases", "groups")))
                .expect(201)
                .text("token");

        service.as(token, "GET", "/api/v1/aliases", "").expect(200);
        service.as(token, "GET", "/api/v1/groups?limit=1", "").expect(200);
        for (String other : List.of("/api/v1/domains", "/api/v1/accounts", "/api/v1/tokens", "/api/v1/me")) {
            assertThat(service.as(token, "GET", other, "").expect(403).problem())
                    .as(other)
                    .isEqualTo("forbidden");
        }
        assertThat(service.create("/api/v1/tokens", Map.of("name", "odd", "resources", List.of("../domains")))
                        .expect(422)
                        .problem())
                .isEqualTo("validation");
    }

    @Test
    @Tag("TOK-1")
    void aTokenIsGoodOnlyFromItsIpGroup() {
        IpGroupId here = service.ipGroup("here", AuthServiceFixture.CLIENT_ADDRESS);
        IpGroupId elsewhere = service.ipGroup("elsewhere", "203.0.113.9");
        String good = service.create("/api/v1/tokens", Map.of("name", "here", "ipGroup", here.value()))
                .expect(201)
                .text("token");
        String bad = service.create("/api/v1/tokens", Map.of("name", "elsewhere", "ipGroup", elsewhere.value()))
                .expect(201)
                .text("token");

        assertThat(service.checkToken(good)).isInstanceOf(TokenAccepted.class);
        assertThat(service.checkToken(bad)).isEqualTo(new Refused(Reason.CREDENTIALS));
        assertThat(service.create("/api/v1/tokens", Map.of("name", "nowhere", "ipGroup", UUID.randomUUID()))
                        .expect(422)
                        .problem())
                .isEqualTo("validation");
    }

    @Test
    @Tag("TOK-1")
    void tokensLiveAYearAtMost() {
        Reply reply = service.create(
                "/api/v1/tokens", Map.of("name", "", "role", "KING", "expiresAt", "2099-01-01T00:00:00Z"));

        assertThat(reply.expect(422).body().path("errors").size()).isEqualTo(3);
    }

    @Test
    @Tag("ROLE-1")
    @Tag("ACC-6")
    void rolesAreGrantedToGroups() {
        service.domain("roles.test");
        service.account("rita@roles.test", "a password");
        service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "in",
                                "addresses",
                                List.of("in@roles.test"),
                                "members",
                                List.of("rita@roles.test")))
                .expect(201);
        service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "out",
                                "addresses",
                                List.of("out@roles.test"),
                                "members",
                                List.of("in@roles.test"),
                                "role",
                                "FULL_ADMIN"))
                .expect(201);

        Reply session = service.anonymous("POST", "/api/v1/sessions/login", login("rita@roles.test", "a password"));

        assertThat(session.expect(200).text("role")).isEqualTo("FULL_ADMIN");
        service.as(session.text("token"), "GET", "/api/v1/domains", "").expect(200);
    }

    @Test
    @Tag("ROLE-2")
    void nobodyTakesTheOwnRightsAway() {
        service.domain("own-rights.test");
        String id = service.create(
                        "/api/v1/accounts",
                        Map.of("login", "ada@own-rights.test", "password", "a password", "role", "FULL_ADMIN"))
                .expect(201)
                .text("id");
        String session = session("ada@own-rights.test", "a password");
        String path = "/api/v1/accounts/" + id;
        String etag = service.get(path).etag();

        assertThat(service.as(session, "PATCH", path, Map.of("role", "USER"), "If-Match", etag)
                        .status())
                .isEqualTo(403);
        assertThat(service.as(session, "DELETE", path, "", "If-Match", etag).status())
                .isEqualTo(403);
    }

    @Test
    @Tag("ROLE-2")
    void nobodyTakesTheOwnRightsAwayThatComeFromAGroup() {
        service.domain("group-rights.test");
        service.account("gina@group-rights.test", "a password");
        Reply group = service.create(
                        "/api/v1/groups",
                        Map.of(
                                "name",
                                "Administrators",
                                "addresses",
                                List.of("admins@group-rights.test"),
                                "members",
                                List.of("gina@group-rights.test"),
                                "role",
                                "FULL_ADMIN"))
                .expect(201);
        String path = "/api/v1/groups/" + group.text("id");
        String session = session("gina@group-rights.test", "a password");

        for (Map<String, Object> change :
                List.<Map<String, Object>>of(Map.of("role", "USER"), Map.of("members", List.of()))) {
            assertThat(service.as(session, "PATCH", path, change, "If-Match", group.etag())
                            .expect(403)
                            .problem())
                    .isEqualTo("forbidden");
        }
        service.as(session, "DELETE", path, "", "If-Match", group.etag()).expect(403);
        assertThat(service.get(path).etag()).isEqualTo(group.etag());
        service.delete(path).expect(204);
    }

    @Test
    @Tag("ROLE-1")
    void usersReachTheirOwnAccountOnly() {
        service.domain("users.test");
        service.account("uwe@users.test", "a password");
        String session = session("uwe@users.test", "a password");

        for (String resource : List.of("domains", "accounts", "groups", "aliases")) {
            assertThat(service.as(session, "GET", "/api/v1/" + resource, "").status())
                    .isEqualTo(403);
            assertThat(service.as(session, "POST", "/api/v1/" + resource, "{}").status())
                    .isEqualTo(403);
        }
        assertThat(service.as(session, "GET", "/api/v1/me", "").expect(200).text("login"))
                .isEqualTo("uwe@users.test");
        assertThat(service.anonymous("GET", "/api/v1/me", "").status()).isEqualTo(401);
    }

    @Test
    @Tag("ADM-3")
    void theAdministratorHasNoMailbox() {
        String path = "/api/v1/accounts/" + service.get("/api/v1/me").text("id");

        assertThat(service.directory().accounts())
                .noneMatch(account -> account.address().localPart().equals("admin"));
        assertThat(service.patch(path, Map.of("extraAddresses", List.of("root@users.test")))
                        .status())
                .isEqualTo(422);
        assertThat(ADMIN_PASSWORD).isNotEqualTo(service.initialPassword());
    }

    private String session(String login, String password) {
        return service.anonymous("POST", "/api/v1/sessions/login", login(login, password))
                .expect(200)
                .text("token");
    }
}
