package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import com.sun.net.httpserver.Headers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.service.web.Caller;
import org.letterlock.service.web.CallerSignature;

class ConnectionPolicyTest {
    private static final String ADMIN = RunningAdmin.administrator(ConnectionPolicyTest.class);
    private static final String PATH = "/api/v1/connection-policy";

    @AfterEach
    void backToDefaults() throws Exception {
        assertThat(send("PUT", PATH, "{}", ADMIN, "*").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("SVC-5")
    @Tag("CONN-3")
    @Tag("CONN-8")
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(body(ADMIN, "GET", PATH))
                .contains("\"drainSeconds\":30", "\"ipv6CountPrefix\":64", "\"maxSessionsPerAccount\":50");
    }

    @Test
    @Tag("SVC-5")
    void onlyAFullAdministratorChangesIt() throws Exception {
        assertThat(send("PATCH", PATH, "{\"drainSeconds\":5}", "user", "*").statusCode())
                .isEqualTo(403);
        assertThat(send("PATCH", PATH, "{\"drainSeconds\":5}", ADMIN, "*").body())
                .contains("\"drainSeconds\":5", "\"ipv6CountPrefix\":64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"drainSeconds\":0,\"ipv6CountPrefix\":48,\"maxSessionsPerAccount\":0}",
                "{\"drainSeconds\":600,\"ipv6CountPrefix\":128,\"maxSessionsPerAccount\":1000}"
            })
    @Tag("SVC-5")
    @Tag("CONN-3")
    void theLimitsThemselvesAreAllowed(String document) throws Exception {
        assertThat(send("PUT", PATH, document, ADMIN, "*").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("SVC-12")
    void theServerTellsOfItselfWhatIsSet() throws Exception {
        assertThat(send("GET", "/health/ready", "", null, null).headers().firstValue("Server"))
                .isEmpty();

        send("PATCH", PATH, "{\"bannerDisclosure\":\"PRODUCT\"}", ADMIN, "*");
        await(() -> server().equals("Letterlock"));
        send("PATCH", PATH, "{\"bannerDisclosure\":\"FULL\"}", ADMIN, "*");
        await(() -> server().startsWith("Letterlock/"));
        send("PATCH", PATH, "{\"bannerDisclosure\":null}", ADMIN, "*");
        await(() -> server().isEmpty());
    }

    private static String server() {
        try {
            return send("GET", "/health/ready", "", null, null)
                    .headers()
                    .firstValue("Server")
                    .orElse("");
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    @Tag("SVC-15")
    void onlyATrustedProxyIsBelievedWhoTheClientIs() throws Exception {
        String group = send(
                        "POST",
                        "/api/v1/ip-groups",
                        "{\"name\":\"proxies\",\"entries\":[{\"type\":\"network\",\"address\":\"127.0.0.0\",\"prefixLength\":8}]}",
                        ADMIN,
                        null)
                .body()
                .replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1");
        assertThat(seenAddress("203.0.113.7")).isEqualTo("127.0.0.1");

        send("PATCH", PATH, "{\"trustedProxies\":\"" + group + "\"}", ADMIN, "*");

        await(() -> seenAddress("203.0.113.7, 127.0.0.9").equals("203.0.113.7"));
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + group + "/usage")).contains("connection-policy");
        send("PATCH", PATH, "{\"trustedProxies\":null}", ADMIN, "*");
        await(() -> seenAddress("203.0.113.7").equals("127.0.0.1"));
    }

    /** Which client address the services behind the edge are told; they are not told what the client says of it. */
    private static String seenAddress(String forwardedFor) {
        try {
            RunningAdmin.get(ADMIN, "/api/v1/dkim", "X-Forwarded-For", forwardedFor);
            Headers headers = RunningAdmin.nextDkimRequest().getRequestHeaders();
            assertThat(headers).doesNotContainKey("X-Forwarded-For");
            return RunningAdmin.bean(CallerSignature.class)
                    .verify(headers.getFirst(CallerSignature.HEADER), "GET", "/api/v1/dkim")
                    .flatMap(Caller::find)
                    .orElseThrow()
                    .clientAddress();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"drainSeconds\":-1",
                "\"drainSeconds\":601",
                "\"ipv6CountPrefix\":47",
                "\"ipv6CountPrefix\":129",
                "\"trustedProxies\":\"00000000-0000-7000-8000-00000000dead\"",
                "\"bannerDisclosure\":\"SOME\"",
                "\"maxSessionsPerAccount\":-1",
                "\"maxSessionsPerAccount\":1001"
            })
    @Tag("SVC-5")
    @Tag("CONN-3")
    void whatLiesOutsideTheLimitsIsRefusedWithAPointer(String member) throws Exception {
        HttpResponse<String> reply = send("PUT", PATH, "{" + member + "}", ADMIN, "*");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"/" + member.substring(1, member.indexOf('"', 1)));
    }
}
