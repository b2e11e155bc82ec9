package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.web.CallerSignature;
import org.springframework.jdbc.core.simple.JdbcClient;

class EdgeTest {
    private static final String ADMIN = RunningAdmin.administrator(EdgeTest.class);
    private static final String POLICY = "/api/v1/security-policy";

    @Test
    void aServiceBehindTheEdgeGetsOurWordAndNotTheSecret() throws Exception {
        HttpResponse<String> reply = send("GET", "/api/v1/dkim?domain=x", "", ADMIN, null);

        var request = RunningAdmin.nextDkimRequest();
        var headers = request.getRequestHeaders();
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(request.getRequestURI().toString()).isEqualTo("/api/v1/dkim?domain=x");
        assertThat(headers.get("Authorization")).isNull();
        assertThat(headers.getFirst("X-Request-Id"))
                .isEqualTo(reply.headers().firstValue("X-Request-Id").orElseThrow());
        var caller = RunningAdmin.bean(CallerSignature.class)
                .verify(headers.getFirst(CallerSignature.HEADER), "GET", "/api/v1/dkim")
                .orElseThrow();
        assertThat(caller.find().orElseThrow().login()).isEqualTo("admin");
    }

    @Test
    @Tag("HSTS-3")
    void everyReplyIsHardened() throws Exception {
        var headers = send("GET", "/openapi.json", "", null, null).headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(headers.firstValue("Cache-Control")).hasValue("no-store");
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow()).contains("frame-ancestors 'none'");
        assertThat(headers.firstValue("Strict-Transport-Security")).hasValue("max-age=31536000");
        assertThat(headers.firstValue("Server")).isEmpty();
    }

    @Test
    @Tag("HSTS-4")
    void unlistedMethodsAreRefused() throws Exception {
        assertThat(send("PROPFIND", "/api/v1/services", "", ADMIN, null).statusCode())
                .isEqualTo(405);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/%61pi/v1/services",
                "/%61pi/v1/dkim",
                "/api;x=y/v1/dkim",
                "/api/v1/dkim/..;/services",
                "/api/v1/dkim/%2e%2e/services",
                "//api/v1/dkim"
            })
    void aPathThatSomebodyMayReadOtherwiseIsMalformed(String path) throws Exception {
        assertThat(send("GET", path, "", null, null).statusCode()).isEqualTo(400);
        assertThat(send("GET", path, "", ADMIN, null).statusCode()).isEqualTo(400);
    }

    @Test
    @Tag("HSTS-4")
    void aBodyOfMoreThanAMebibyteIsRefused() throws Exception {
        byte[] tooLarge = new byte[1024 * 1024 + 1];

        HttpResponse<String> announced =
                RunningAdmin.post(ADMIN, "/api/v1/dkim", HttpRequest.BodyPublishers.ofByteArray(tooLarge));
        HttpResponse<String> streamed = RunningAdmin.post(
                ADMIN,
                "/api/v1/dkim",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)));

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(streamed.statusCode()).isEqualTo(413);
        assertThat(streamed.body()).contains("content-too-large");
    }

    @Test
    void aBodyThatDoesNotTellItsLengthArrivesWhole() throws Exception {
        byte[] body = "{\"a\":1}".getBytes(StandardCharsets.US_ASCII);

        HttpResponse<String> reply = RunningAdmin.post(
                ADMIN,
                "/api/v1/dkim/streamed",
                HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(RunningAdmin.nextDkimRequest().getRequestURI().getPath()).isEqualTo("/api/v1/dkim/streamed");
        assertThat(RunningAdmin.nextDkimBody()).isEqualTo("{\"a\":1}");
    }

    @Test
    @Tag("API-4")
    void aDocumentThatIsNestedTooDeepIsMalformed() throws Exception {
        String deep = "{\"a\":".repeat(40) + "1" + "}".repeat(40);

        assertThat(send("POST", "/api/v1/ip-groups", deep, ADMIN, null).statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/dkim/silent", "/api/v1/queue"}) // the latter has no address here
    void aServiceThatDoesNotAnswerIsUnavailable(String path) throws Exception {
        HttpResponse<String> reply = send("GET", path, "", ADMIN, null);

        assertThat(reply.statusCode()).isEqualTo(503);
        assertThat(reply.body()).contains("service-unavailable");
        assertThat(reply.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    @Tag("HSTS-4")
    void aHeadOfMoreThanSixteenKibibytesIsRefused(HttpClient.Version version) throws Exception {
        assertThat(RunningAdmin.statusWithHead(version, 15 * 1024)).isEqualTo(200);
        assertThat(RunningAdmin.statusWithHead(version, 17 * 1024)).isEqualTo(431);
    }

    @Test
    @Tag("API-1")
    void oneDocumentDescribesTheWholeApi() {
        assertThat(body(ADMIN, "GET", "/openapi.json"))
                .contains(
                        "\"openapi\":\"3.1.0\"",
                        "\"/api/v1/dkim\"",
                        "\"dkim-service.Key\"",
                        "\"/api/v1/ip-groups/{id}\"",
                        "#/components/schemas/admin-api.IpGroupDocument");
    }

    @Test
    @Tag("ADM-6")
    void healthNamesEveryPart() {
        assertThat(body(ADMIN, "GET", "/api/v1/system/health"))
                .contains(
                        "\"state\":\"UP\"",
                        "\"database\":\"UP\"",
                        "\"broker\":\"UP\"",
                        "\"dkim-service\":\"UP\"",
                        "\"validity\":\"EXPIRES_SOON\""); // the certificate of the test CA
    }

    @Test
    @Tag("POL-1")
    @Tag("CFG-1")
    void aChangeOfTheSecurityPolicyIsLiveEverywhere() throws Exception {
        assertThat(put("{\"mode\":\"SECURE_AUTH\",\"methods\":[\"PLAIN\",\"SCRAM-SHA-256\"]}"))
                .startsWith("200");

        await(() -> RunningAdmin.securityPolicies()
                .find("security")
                .equals(Optional.of(new SecurityPolicy(
                        SecurityPolicy.Mode.SECURE_AUTH, null, null, List.of("PLAIN", "SCRAM-SHA-256")))));
        assertThat(body(ADMIN, "GET", POLICY)).contains("\"methods\":[\"PLAIN\",\"SCRAM-SHA-256\"]");
    }

    @ParameterizedTest
    @Tag("POL-8")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"methods\":[]}|422 no-method",
                "{}|422 no-method",
                "{\"methods\":[\"PLAIN\",\"PLAIN\"]}|422 validation",
                "{\"methods\":[\"MAGIC\"]}|422 validation",
                "{\"methods\":[\"PLAIN\",\"APOP\"]}|422 feature-unavailable",
                "{\"methods\":[\"APOP\"]}|422 feature-unavailable",
                "{\"mode\":\"SOME\",\"methods\":[\"PLAIN\"]}|422 validation",
                "{\"tlsTunnel\":false,\"methods\":[\"PLAIN\",\"LOGIN\"]}|409 tunnel-required",
                "{\"encryptedExemptGroup\":\"00000000-0000-7000-8000-00000000dead\",\"methods\":[\"PLAIN\"]}|422 validation",
            })
    void aPolicyThatCannotBeIsRefused(String policy, String problem) throws Exception {
        assertThat(put(policy)).startsWith(problem.substring(0, 3)).contains(problem.substring(4));
    }

    @Test
    @Tag("POL-4")
    @Tag("POL-13")
    void tunnelAndPort25AreOnUnlessSwitchedOff() throws Exception {
        assertThat(put("{\"methods\":[\"PLAIN\",\"SCRAM-SHA-256\"]}"))
                .contains("\"tlsTunnel\":true", "\"authOnPort25\":true");

        assertThat(put("{\"tlsTunnel\":false,\"authOnPort25\":false,\"methods\":[\"PLAIN\",\"SCRAM-SHA-256\"]}"))
                .startsWith("200")
                .contains("\"tlsTunnel\":false", "\"authOnPort25\":false");

        await(() -> RunningAdmin.securityPolicies()
                .find("security")
                .filter(policy -> !policy.hasTlsTunnel() && !policy.permitsAuthOnPort25())
                .isPresent());
    }

    @Test
    @Tag("POL-10")
    @Tag("VAL-1")
    void aPolicyThatShutsDigestsOutIsRefused() throws Exception {
        put("{\"methods\":[\"PLAIN\"]}");

        assertThat(put("{\"methods\":[\"SCRAM-SHA-256\",\"CRAM-MD5\"]}"))
                .startsWith("409")
                .contains("lock-out", "\"count\":1", "sha@example.org", "digest-only");

        assertThat(body(ADMIN, "GET", POLICY)).contains("\"methods\":[\"PLAIN\"]");
        assertThat(put("{\"methods\":[\"SCRAM-SHA-256\",\"CRAM-MD5\",\"LOGIN\"]}"))
                .startsWith("200");
    }

    @Test
    @Tag("POL-11")
    @Tag("EXP-3")
    void aDryRunTellsWhomAPolicyWouldShutOutAndChangesNothing() throws Exception {
        put("{\"methods\":[\"PLAIN\"]}");
        String path = POLICY + "/dry-run";

        assertThat(send("POST", path, "{\"methods\":[\"NTLM\"]}", ADMIN, null).body())
                .contains(
                        "\"lockedOut\":[{\"reason\":\"digest-only\",\"count\":1,\"accounts\":[{\"account\":\"sha@example.org\","
                                + "\"service\":\"imap\",\"reason\":\"digest-only\",\"likely\":false}]}]",
                        "\"affectedList\":\"/api/v1/lock-outs/",
                        "\"sessionsEnding\":");
        assertThat(send("POST", path, "{\"methods\":[\"LOGIN\"]}", ADMIN, null).body())
                .contains("\"lockedOut\":[]");
        assertThat(send("POST", path, "{\"methods\":[]}", ADMIN, null).body()).contains("no-method");
        assertThat(body(ADMIN, "GET", POLICY)).contains("\"methods\":[\"PLAIN\"]");
    }

    @Test
    @Tag("POL-12")
    void aClearServiceWithoutItsTwinIsWarnedOf() throws Exception {
        assertThat(put("{\"methods\":[\"PLAIN\"]}")).contains("\"warnings\":[]");

        setEnabled("imaps", false);
        try {
            assertThat(body(ADMIN, "GET", POLICY)).contains("\"warnings\":[\"tls-twin-stopped\"]");
            assertThat(put("{\"mode\":\"SECURE_AUTH\",\"methods\":[\"PLAIN\"]}"))
                    .contains("\"warnings\":[]");
        } finally {
            setEnabled("imaps", true);
        }
    }

    @Test
    @Tag("IPG-12")
    void exemptingEveryoneNeedsAConfirmation() throws Exception {
        String created = send(
                        "POST",
                        "/api/v1/ip-groups",
                        "{\"name\":\"everyone\",\"entries\":[{\"type\":\"network\",\"address\":\"0.0.0.0\",\"prefixLength\":0}]}",
                        ADMIN,
                        null)
                .body();
        String id = created.replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1");
        String policy = "{\"methods\":[\"PLAIN\"],\"encryptedExemptGroup\":\"" + id + "\"";

        assertThat(put(policy + "}")).startsWith("409").contains("group-covers-everyone");
        assertThat(put(policy + ",\"confirm\":\"everyone\"}")).startsWith("200").contains("\"confirm\":null");
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + id + "/usage")).contains("security-policy");
    }

    @Test
    @Tag("AUD-1")
    @Tag("CFG-2")
    void everyChangeIsInTheAuditLogWithBeforeAndAfter() throws Exception {
        long version = configVersion();

        put("{\"methods\":[\"LOGIN\"]}");

        assertThat(configVersion()).isGreaterThan(version);
        await(() -> Stream.of(
                        "\"event\":\"config.changed\"",
                        "\"target\":\"/security-policy\"",
                        "\"actor\":\"admin\"",
                        "[\"LOGIN\"]")
                .allMatch(body(ADMIN, "GET", "/api/v1/audit?limit=1000")::contains));
    }

    @Test
    @Tag("AUD-7")
    void aChangeThatFailsIsNotRecorded() throws Exception {
        put("{\"methods\":[\"MAGIC\"]}");
        put("{\"methods\":[\"LOGIN\"]}");

        await(() -> body(ADMIN, "GET", "/api/v1/audit?limit=1000").contains("LOGIN"));
        assertThat(body(ADMIN, "GET", "/api/v1/audit?limit=1000")).doesNotContain("MAGIC");
    }

    @Test
    @Tag("AUD-1")
    void securityEventsOfOtherServicesAreRecorded() {
        String name = "spoof.rejected." + UUID.randomUUID();
        RunningAdmin.bean(TopicPublisher.class)
                .publish(
                        Topics.SECURITY_EVENTS,
                        "connection-1",
                        new SecurityEvent(name, Instant.EPOCH, "submission", "192.0.2.1", Map.of("a", "b")));

        await(() -> body(ADMIN, "GET", "/api/v1/audit?limit=1000").contains(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"actor", "account"})
    @Tag("AUD-2")
    void theAuditLogNamesWhoDidIt(String detail) {
        String who = "somebody-" + UUID.randomUUID() + "@example.org";
        RunningAdmin.bean(TopicPublisher.class)
                .publish(
                        Topics.SECURITY_EVENTS,
                        "connection-1",
                        new SecurityEvent("auth.failure", Instant.EPOCH, "imap", "192.0.2.1", Map.of(detail, who)));

        await(() -> body(ADMIN, "GET", "/api/v1/audit?limit=1000").contains("\"actor\":\"" + who + "\""));
    }

    private static long headSeq(JdbcClient jdbc) {
        return jdbc.sql("select seq from audit_head").query(Long.class).single();
    }

    @Test
    @Tag("AUD-5")
    void anAlteredEntryBreaksTheChain() throws Exception {
        JdbcClient jdbc = RunningAdmin.bean(JdbcClient.class);
        long entries = headSeq(jdbc);
        put("{\"methods\":[\"LOGIN\"]}");
        put("{\"methods\":[\"PLAIN\"]}");
        put("{\"methods\":[\"LOGIN\"]}");
        await(() -> headSeq(jdbc) >= entries + 3);
        assertThat(body(ADMIN, "GET", "/api/v1/audit/verify")).isEqualTo("{\"intact\":true,\"firstBad\":null}");
        long altered =
                jdbc.sql("select max(seq) - 1 from audit").query(Long.class).single();
        byte[] good = jdbc.sql("select hash from audit where seq = :seq")
                .param("seq", altered)
                .query(byte[].class)
                .single();

        jdbc.sql("update audit set hash = sha256('x') where seq = :seq")
                .param("seq", altered)
                .update();
        String broken = body(ADMIN, "GET", "/api/v1/audit/verify");
        jdbc.sql("update audit set hash = :hash where seq = :seq")
                .param("hash", good)
                .param("seq", altered)
                .update();

        assertThat(broken).isEqualTo("{\"intact\":false,\"firstBad\":" + altered + "}");
        assertThat(body(ADMIN, "GET", "/api/v1/audit/verify")).contains("true");
    }

    @Test
    @Tag("API-11")
    void askingForHealthIsNotCounted() throws Exception {
        for (int i = 0; i < 70; i++) {
            assertThat(send("GET", "/health/ready", "", null, null).statusCode())
                    .isEqualTo(200);
        }

        assertThat(send("GET", "/openapi.json", "", null, null).statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("API-11")
    void whoAsksTooMuchHasToWait() throws Exception {
        String busy = RunningAdmin.administrator("busy");
        HttpResponse<String> last = null;
        for (int i = 0; i < 1300 && (last == null || last.statusCode() == 200); i++) {
            last = send("GET", POLICY, "", busy, null);
        }

        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.body()).contains("rate-limited");
        assertThat(last.headers().firstValue("Retry-After")).isPresent();
    }

    private static long configVersion() {
        return Long.parseLong(
                body(ADMIN, "GET", "/api/v1/config/state").replaceAll(".*\"configVersion\":(\\d+).*", "$1"));
    }

    private static String put(String policy) throws Exception {
        String etag = send("GET", POLICY, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        HttpResponse<String> reply = send("PUT", POLICY, policy, ADMIN, etag);
        return reply.statusCode() + " " + reply.body();
    }

    private static void setEnabled(String service, boolean enabled) throws Exception {
        String path = "/api/v1/services/" + service;
        String etag =
                send("GET", path, "", ADMIN, null).headers().firstValue("ETag").orElseThrow();
        assertThat(send("PATCH", path, "{\"enabled\":" + enabled + "}", ADMIN, etag)
                        .statusCode())
                .isEqualTo(200);
    }
}
