package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.service.web.CsrfToken;

/** What a browser may do with the cookie of its session, and a page elsewhere may not. */
class BrowserTest {
    private static final String ADMIN = RunningAdmin.administrator(BrowserTest.class);
    private static final String PATH = "/api/v1/dkim/domains/example.org/keys";
    private static final String CSRF = "X-CSRF-Token";

    @Test
    @Tag("SESS-5")
    @Tag("API-2")
    void theCookieIsEnoughToRead() throws Exception {
        String session = session();

        assertThat(RunningAdmin.browse("GET", "/api/v1/web-sessions", "Cookie", cookie(session))
                        .statusCode())
                .isEqualTo(200);
        assertThat(RunningAdmin.browse("GET", "/api/v1/web-sessions", "Cookie", cookie("unknown"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Tag("SESS-5")
    void whatChangesSomethingNeedsTheTokenOfThatSession() throws Exception {
        String session = session();
        String other = session();

        for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
            assertThat(RunningAdmin.browse(method, PATH, "Cookie", cookie(session))
                            .body())
                    .as(method)
                    .contains("problem:forbidden");
            for (String wrong : List.of("", "x", csrf(other), session)) {
                assertThat(RunningAdmin.browse(method, PATH, "Cookie", cookie(session), CSRF, wrong)
                                .statusCode())
                        .as(method + " " + wrong)
                        .isEqualTo(403);
            }
        }
        assertThat(RunningAdmin.browse("POST", PATH, "Cookie", cookie(session), CSRF, csrf(session))
                        .statusCode())
                .isEqualTo(200);
        RunningAdmin.nextDkimRequest();
        RunningAdmin.nextDkimBody();
    }

    @Test
    @Tag("SESS-5")
    @Tag("API-2")
    void oneOfThemIsSentAndNotBoth() throws Exception {
        String session = session();

        assertThat(RunningAdmin.browse("GET", PATH, "Cookie", cookie(session), "Authorization", "Bearer " + ADMIN)
                        .statusCode())
                .isEqualTo(400);
        assertThat(RunningAdmin.browse("GET", PATH, "Cookie", cookie(session) + "; " + cookie(session()))
                        .statusCode())
                .isEqualTo(400);
        assertThat(RunningAdmin.browse("GET", PATH, "Authorization", "Bearer " + session)
                        .statusCode())
                .isEqualTo(401);
        assertThat(RunningAdmin.browse("GET", PATH, "Cookie", cookie(ADMIN)).statusCode())
                .isEqualTo(401);
    }

    @Test
    @Tag("SESS-5")
    void theServicesBehindTheEdgeDoNotSeeTheCookie() throws Exception {
        String session = session();

        RunningAdmin.browse("GET", PATH, "Cookie", "theme=dark; __Host-LLBROWSER=known; " + cookie(session));

        assertThat(RunningAdmin.nextDkimRequest().getRequestHeaders().get("Cookie"))
                .containsExactly("__Host-LLBROWSER=known");
        RunningAdmin.nextDkimBody();
    }

    @Test
    @Tag("SESS-5")
    void aSessionThatIsLoggedOutIsOverAtOnce() throws Exception {
        String session = session();
        RunningAdmin.browse("GET", "/api/v1/web-sessions", "Cookie", cookie(session));

        RunningAdmin.browse("POST", "/api/v1/sessions/logout", "Cookie", cookie(session), CSRF, csrf(session));
        RunningAdmin.endSession(session);

        assertThat(RunningAdmin.browse("GET", "/api/v1/web-sessions", "Cookie", cookie(session))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    @Tag("SESS-5")
    void aSessionThatIsOverDoesNotStandInTheWayOfALogin() throws Exception {
        assertThat(RunningAdmin.browse("POST", "/api/v1/sessions/login", "Cookie", cookie("over"))
                        .statusCode())
                .isEqualTo(503); // there is no auth-service behind this edge
        assertThat(RunningAdmin.browse("POST", "/api/v1/sessions/login", "Cookie", cookie("over"), CSRF, csrf("over"))
                        .statusCode())
                .isEqualTo(503);
    }

    @Test
    @Tag("ADM-5")
    void keysAndOpenRelaysWantTheSecondFactor() throws Exception {
        String etag = RunningAdmin.send("GET", "/api/v1/smtp/relay", "", "weak-admin", null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        for (String method : List.of("PUT", "PATCH")) {
            assertThat(RunningAdmin.send(
                                    method,
                                    "/api/v1/smtp/relay",
                                    "{\"mode\":\"open\",\"confirm\":\"open-relay\"}",
                                    "weak-admin",
                                    etag)
                            .body())
                    .contains("step-up-required");
        }
        assertThat(RunningAdmin.send("POST", "/api/v1/certificates", "{}", "weak-admin", null)
                        .body())
                .contains("step-up-required");
    }

    @Test
    @Tag("SESS-4")
    void theLimitsOfSessionsAreSetWithinTheirRanges() throws Exception {
        String path = "/api/v1/web-sessions";
        String etag = RunningAdmin.send("GET", path, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        var refused = RunningAdmin.send(
                "PATCH",
                path,
                "{\"console\":{\"idleTimeout\":299},\"portal\":{\"absoluteTimeout\":2592001}}",
                ADMIN,
                etag);
        var changed = RunningAdmin.send(
                "PATCH", path, "{\"console\":{\"idleTimeout\":300},\"bindToAddress\":true}", ADMIN, etag);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("/console/idleTimeout", "/portal/absoluteTimeout");
        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(changed.body())
                .contains("\"console\":{\"idleTimeout\":300,\"absoluteTimeout\":28800}", "\"bindToAddress\":true");
        assertThat(RunningAdmin.send("GET", path, "", "user", null).statusCode())
                .isEqualTo(403);
    }

    private static String session() {
        String session = UUID.randomUUID().toString();
        RunningAdmin.beginSession(session);
        return session;
    }

    private static String cookie(String session) {
        return "__Host-LLSESSION=" + session;
    }

    private static String csrf(String session) throws Exception {
        return CsrfToken.of(MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.US_ASCII)));
    }
}
