package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which services somebody may use from where, and what becomes of sessions that may go on no longer. */
class AccessPolicyTest {
    private static final Duration ENDED = Duration.ofSeconds(5);

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();
    private String group = "";
    private String policy = "";
    private String account = "";

    @BeforeEach
    void assignAPolicyThatAllowsThisMachine() {
        group = create(
                "/api/v1/ip-groups",
                "{\"name\":\"Barred %d\",\"entries\":[{\"type\":\"host\",\"address\":\"192.0.2.1\"}]}");
        policy = create(
                "/api/v1/access-policies",
                "{\"name\":\"Not from there %d\",\"rules\":[{\"service\":\"imap\",\"verdict\":\"deny-from\",\"group\":\""
                        + group + "\"}]}");
        account = rest.idOf("/api/v1/accounts", "login", suite.user(4));
        rest.patch("/api/v1/accounts/" + account, "{\"accessPolicy\":\"" + policy + "\"}");
    }

    @AfterEach
    void takeThePolicyAway() {
        rest.patch("/api/v1/accounts/" + account, "{\"accessPolicy\":null}");
        rest.delete("/api/v1/access-policies/" + policy);
        rest.delete("/api/v1/ip-groups/" + group);
    }

    @Test
    @Tag("ACP-4")
    @Tag("ACP-6")
    @Tag("IPG-13")
    void aGroupThatComesToHoldTheClientEndsItsSessionAndBarsTheNext() throws Exception {
        try (Dialogue client = suite.dialogue("IMAP_PORT")) {
            assertThat(logIn(client)).startsWith("a OK");

            Instant start = Instant.now();
            rest.patch(
                    "/api/v1/ip-groups/" + group,
                    "{\"entries\":[{\"type\":\"network\",\"address\":\"127.0.0.0\",\"prefixLength\":8},"
                            + "{\"type\":\"host\",\"address\":\"::1\"}]}");

            assertThat(client.line()).isEqualTo("* BYE Access policy changed");
            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(Duration.between(start, Instant.now())).isLessThan(ENDED);
        }
        try (Dialogue client = suite.dialogue("IMAP_PORT")) {
            assertThat(logIn(client)).isEqualTo("a NO [AUTHORIZATIONFAILED] Access policy does not allow this service");
        }
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            assertThat(client.logInToSubmission(suite.user(4), suite.password()))
                    .startsWith("235 2.7.0");

            rest.patch(
                    "/api/v1/access-policies/" + policy,
                    "{\"rules\":[{\"service\":\"smtp-submission\",\"verdict\":\"deny\"}]}");

            assertThat(client.reply()).isEqualTo("421 4.7.0 Access policy changed");
        }
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            assertThat(client.logInToSubmission(suite.user(4), suite.password()))
                    .isEqualTo("535 5.7.8 Access policy does not allow this service");
        }
    }

    @Test
    @Tag("SESS-1")
    @Tag("SESS-2")
    void anAdministratorSeesSessionsAndEndsThem() throws Exception {
        try (Dialogue one = suite.dialogue("IMAP_PORT");
                Dialogue other = suite.dialogue("IMAP_PORT")) {
            assertThat(logIn(one)).startsWith("a OK");
            String path = "/api/v1/sessions?account=" + account + "&service=imap";
            var items = rest.get(path).body().path("items");
            assertThat(items).hasSize(1);
            assertThat(items.path(0).path("login").asString()).isEqualTo(suite.user(4));
            assertThat(items.path(0).path("tls").path("version").asString()).startsWith("TLSv1.");
            String id = items.path(0).path("id").asString();

            assertThat(rest.send("DELETE", "/api/v1/sessions/" + id, "", null).status())
                    .isEqualTo(204);
            assertThat(one.line()).isEqualTo("* BYE Session ended by an administrator");
            assertThat(rest.send("DELETE", "/api/v1/sessions/" + id, "", null).status())
                    .isEqualTo(404);

            assertThat(logIn(other)).startsWith("a OK");
            assertThat(rest.send("DELETE", "/api/v1/accounts/" + account + "/sessions", "", null)
                            .status())
                    .isEqualTo(204);
            assertThat(other.line()).isEqualTo("* BYE Session ended by an administrator");
        }
    }

    private String create(String path, String document) {
        return rest.create(path, document.formatted(System.nanoTime()))
                .path("id")
                .asString();
    }

    private String logIn(Dialogue client) throws Exception {
        client.line();
        client.send("s STARTTLS\r\n");
        client.line();
        client.startTls();
        client.send("a AUTHENTICATE PLAIN "
                + Base64.getEncoder()
                        .encodeToString(("\0" + suite.user(4) + "\0" + suite.password()).getBytes(ISO_8859_1))
                + "\r\n");
        String line = client.line();
        while (line.startsWith("* ")) {
            line = client.line();
        }
        return line;
    }
}
