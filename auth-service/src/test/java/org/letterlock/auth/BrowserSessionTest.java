package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Enrolled;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.authentication.AuthenticationReply.Refused;
import org.letterlock.contracts.authentication.AuthenticationReply.TokenAccepted;
import org.letterlock.contracts.directory.Role;

/** Sessions that are cookies, as the console and the portal have them. */
class BrowserSessionTest {
    private static final String PASSWORD = "words for the Console 1";
    private static final Refused OVER = new Refused(Reason.CREDENTIALS);

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void createDomain() {
        AuthServiceFixture.running().domain("browser.test");
    }

    @Test
    @Tag("SESS-5")
    void aBrowserGetsACookieForThisHostAloneAndNoToken() {
        user("carla");

        Reply begun = login("carla", "console", Map.of());

        assertThat(begun.raw().headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .matches("__Host-LLSESSION=letterlock_[A-Za-z0-9_-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict");
        assertThat(begun.body().has("token")).isFalse();
        assertThat(begun.text("csrfToken")).hasSize(43);
        assertThat(begun.raw().headers().firstValue("X-CSRF-Token")).contains(begun.text("csrfToken"));
        assertThat(service.browser(cookie(begun), "GET", "/api/v1/sessions/current", "")
                        .text("csrfToken"))
                .isEqualTo(begun.text("csrfToken"));
    }

    @Test
    @Tag("SESS-5")
    @Tag("API-2")
    void aCookieIsNoTokenAndATokenIsNoCookie() {
        user("cora");
        String cookie = cookie(login("cora", "console", Map.of()));
        String token = login("cora", "script", Map.of()).text("token");

        assertThat(service.checkCookie(cookie)).isInstanceOf(TokenAccepted.class);
        assertThat(service.checkToken(cookie)).isEqualTo(OVER);
        assertThat(service.checkCookie(token)).isEqualTo(OVER);
    }

    @Test
    @Tag("SESS-5")
    void everyLoginHasAnIdOfItsOwnAndEndsTheSessionThatTheBrowserHad() {
        user("fina");
        String planted = cookie(login("fina", "console", Map.of()));

        String second = cookie(service.browser(planted, "POST", "/api/v1/sessions/login", wish("fina", "console"))
                .expect(200));

        assertThat(second).isNotEqualTo(planted);
        assertThat(service.checkCookie(planted)).isEqualTo(OVER);
        service.browser(second, "POST", "/api/v1/sessions/logout", "").expect(204);
        assertThat(service.checkCookie(second)).isEqualTo(OVER);
    }

    @Test
    @Tag("SESS-5")
    void requestsThatAreUnderWayWhileASessionIsRenewedAreServedAndItIsRenewedOnce() throws Exception {
        user("perry");
        Enrolled enrolled = service.enrol(login("perry", "script", Map.of()).text("token"));
        List<String> codes = enrolled.recoveryCodes();
        String before = cookie(login("perry", "console", Map.of("code", codes.getFirst())));

        List<Callable<Integer>> requests = new ArrayList<>();
        for (String code : codes.subList(1, 5)) {
            requests.add(() -> service.browser(before, "POST", "/api/v1/sessions/current/step-up", Map.of("code", code))
                    .status());
            requests.add(() -> service.browser(before, "GET", "/api/v1/me", "").status());
            requests.add(() -> service.browser(before, "GET", "/api/v1/me", "").status());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService browser = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> request : browser.invokeAll(requests)) {
                statuses.add(request.get());
            }
        }

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(8 + 1);
        assertThat(statuses).filteredOn(status -> status == 401).hasSize(3);
        assertThat(((TokenAccepted) service.checkCookie(before)).steppedUp()).isFalse();
    }

    @Test
    @Tag("SESS-5")
    void aPasswordThatIsChangedRenewsTheSession() {
        user("paula");
        String before = cookie(login("paula", "portal", Map.of()));

        Reply changed = service.browser(
                        before, "POST", "/api/v1/me/password", Map.of("current", PASSWORD, "new", PASSWORD + "0"))
                .expect(204);

        String after = cookie(changed);
        assertThat(after).isNotEqualTo(before);
        assertThat(changed.raw().headers().firstValue("X-CSRF-Token")).isPresent();
        service.browser(after, "GET", "/api/v1/me", "").expect(200);
    }

    @Test
    @Tag("SESS-5")
    @Tag("ROLE-3")
    void aRoleThatChangesEndsTheSessionsOfBrowsersAtOnce() {
        String id = user("rolf");
        String console = cookie(login("rolf", "console", Map.of()));

        service.patch("/api/v1/accounts/" + id, Map.of("role", "AUDITOR")).expect(200);

        assertThat(service.checkCookie(console)).isEqualTo(OVER);
        String portal = cookie(login("rolf", "portal", Map.of()));
        assertThat(((TokenAccepted) service.checkCookie(portal)).role()).isEqualTo(Role.USER);
        String again = cookie(login("rolf", "console", Map.of()));
        assertThat(((TokenAccepted) service.checkCookie(again)).role()).isEqualTo(Role.AUDITOR);
    }

    @Test
    @Tag("MFA-2")
    void aRememberedBrowserIsNotAskedAgainUntilThePasswordOrTheFactorChanges() {
        user("remy");
        Enrolled enrolled = service.enrol(login("remy", "script", Map.of()).text("token"));
        List<String> codes = enrolled.recoveryCodes();

        Reply first = login("remy", "console", Map.of("code", codes.get(0), "rememberBrowser", true));
        String browser = value(first, "__Host-LLBROWSER");
        assertThat(browser).isNotEmpty();
        Reply second = service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        wish("remy", "console"),
                        "Cookie",
                        "__Host-LLBROWSER=" + browser)
                .expect(200);

        assertThat(((TokenAccepted) service.checkCookie(cookie(second))).steppedUp())
                .isFalse();
        assertThat(((TokenAccepted) service.checkCookie(cookie(first))).steppedUp())
                .isTrue();
        user("other");
        service.enrol(login("other", "script", Map.of()).text("token"));
        service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        wish("other", "console"),
                        "Cookie",
                        "__Host-LLBROWSER=" + browser)
                .expect(401);
        service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        wish("remy", "script"),
                        "Cookie",
                        "__Host-LLBROWSER=" + browser)
                .expect(401);
        service.browser(
                        cookie(second),
                        "POST",
                        "/api/v1/me/password",
                        Map.of("current", PASSWORD, "new", PASSWORD + "0", "code", codes.get(1)))
                .expect(204);
        service.anonymous(
                        "POST",
                        "/api/v1/sessions/login",
                        Map.of("login", "remy@browser.test", "password", PASSWORD + "0", "client", "console"),
                        "Cookie",
                        "__Host-LLBROWSER=" + browser)
                .expect(401);
    }

    private String user(String name) {
        return service.account(name + "@browser.test", PASSWORD);
    }

    private static Map<String, Object> wish(String name, String client) {
        return Map.of("login", name + "@browser.test", "password", PASSWORD, "client", client);
    }

    private Reply login(String name, String client, Map<String, ?> more) {
        Map<String, Object> wish = new java.util.HashMap<>(wish(name, client));
        wish.putAll(more);
        return service.anonymous("POST", "/api/v1/sessions/login", wish).expect(200);
    }

    private static String cookie(Reply reply) {
        return value(reply, "__Host-LLSESSION");
    }

    private static String value(Reply reply, String name) {
        for (String line : reply.raw().headers().allValues("Set-Cookie")) {
            Matcher matcher = Pattern.compile(name + "=([^;]*);.*").matcher(line);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new AssertionError("no cookie " + name);
    }
}
