package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that would lock somebody out, as an administrator meets them (VAL-2 to VAL-4). */
class LockOutTest {
    private static final String ADMIN = RunningAdmin.administrator(LockOutTest.class);
    private static final String POLICY = "/api/v1/security-policy";
    private static final String HARMFUL = "{\"methods\":[\"SCRAM-SHA-256\"]}";

    @BeforeEach
    void begin() throws Exception {
        assertThat(put(POLICY, "{\"methods\":[\"PLAIN\",\"SCRAM-SHA-256\"]}", Map.of())
                        .statusCode())
                .isEqualTo(200);
    }

    @AfterEach
    void end() throws Exception {
        begin();
    }

    @Test
    @Tag("VAL-2")
    @Tag("POL-10")
    void theReplySaysWhoIsAffectedAndHowToAcceptIt() throws Exception {
        HttpResponse<String> refused = put(POLICY, HARMFUL, Map.of());

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body())
                .contains(
                        "urn:letterlock:problem:lock-out",
                        "\"count\":1",
                        "{\"account\":\"sha@example.org\",\"service\":\"imap\",\"reason\":\"digest-only\",\"likely\":false}",
                        "\"affectedList\":\"/api/v1/lock-outs/",
                        "\"acceptToken\":",
                        "\"acceptUntil\":");
        assertThat(body(ADMIN, "GET", POLICY)).contains("PLAIN");
    }

    @Test
    @Tag("VAL-3")
    @Tag("AUD-2")
    void theAcceptedChangeIsStoredAndItsReasonAudited() throws Exception {
        String token = token(put(POLICY, HARMFUL, Map.of()));

        assertThat(put(POLICY, HARMFUL, Map.of("Accept-Lock-Out", token)).body())
                .contains("reason-required");
        assertThat(put(POLICY, "{\"methods\":[\"CRAM-MD5\"]}", Map.of("Accept-Lock-Out", token, "Change-Reason", "x"))
                        .statusCode())
                .isEqualTo(409);
        HttpResponse<String> accepted =
                put(POLICY, HARMFUL, Map.of("Accept-Lock-Out", token, "Change-Reason", "the old clients go"));

        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
        assertThat(body(ADMIN, "GET", POLICY)).doesNotContain("PLAIN");
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("\"reason\":\"the old clients go\""));
    }

    @Test
    @Tag("VAL-4")
    @Tag("VAL-2")
    void aDryRunIsRefusedAlikeAndItsTokenIsGood() throws Exception {
        HttpResponse<String> tried = put(POLICY + "?dryRun=true", HARMFUL, Map.of());

        assertThat(tried.statusCode()).isEqualTo(409);
        assertThat(body(ADMIN, "GET", POLICY)).contains("PLAIN");
        assertThat(put(POLICY, HARMFUL, Map.of("Accept-Lock-Out", token(tried), "Change-Reason", "tried before"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("AUD-2")
    void everyChangeMayCarryItsReason() throws Exception {
        String group = "{\"name\":\"reasoned\",\"entries\":[]}";

        HttpResponse<String> made =
                send("POST", "/api/v1/ip-groups", group, ADMIN, null, Map.of("Change-Reason", "for the auditors"));

        assertThat(made.statusCode()).isEqualTo(201);
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("\"reason\":\"for the auditors\""));
    }

    private static HttpResponse<String> put(String path, String document, Map<String, String> fields) throws Exception {
        String etag = send("GET", POLICY, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        return send("PUT", path, document, ADMIN, etag, fields);
    }

    private static String token(HttpResponse<String> refused) {
        Matcher matcher = Pattern.compile("\"acceptToken\":\"([^\"]+)\"").matcher(refused.body());
        assertThat(matcher.find()).as(refused.body()).isTrue();
        return matcher.group(1);
    }
}
