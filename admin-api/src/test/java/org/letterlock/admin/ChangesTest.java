package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What becomes of a change: its version, its way to the replicas, and its entry in the audit log. */
class ChangesTest {
    private static final String ADMIN = RunningAdmin.administrator(ChangesTest.class);

    @Test
    @Tag("CFG-2")
    @Tag("CFG-3")
    @Tag("CFG-5")
    void aChangeHasAVersionWhoseRollOutCanBeAskedFor() throws Exception {
        HttpResponse<String> created = create("Rolled out " + UUID.randomUUID());
        long version = version(created);

        assertThat(version(create("Rolled out " + UUID.randomUUID()))).isGreaterThan(version);
        assertThat(body(ADMIN, "GET", "/api/v1/config/rollouts/" + version))
                .contains(
                        "\"version\":" + version + ",", "\"service\":\"admin-api\"", "\"applied\":1", "\"pending\":[]");
        assertThat(body(ADMIN, "GET", "/api/v1/config/state"))
                .contains("\"configVersion\":", "\"component\":\"admin-api\"", "\"behindSeconds\":0");
        assertThat(send("GET", "/api/v1/config/rollouts/9007199254740991", "", ADMIN, null)
                        .statusCode())
                .isEqualTo(404);
        assertThat(send("GET", "/api/v1/config/state", "", "user", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("AUD-1")
    @Tag("AUD-2")
    @Tag("API-14")
    void aChangeIsAuditedOnceWithItsActorItsVersionAndItsRequest() throws Exception {
        String name = "Audited " + UUID.randomUUID();
        HttpResponse<String> created = create(name);
        String request = created.headers().firstValue("X-Request-Id").orElseThrow();
        String entries = "/api/v1/audit?requestId=" + request;

        await(() -> body(ADMIN, "GET", entries).contains(name));
        assertThat(body(ADMIN, "GET", entries))
                .containsOnlyOnce("\"seq\":")
                .contains(
                        "\"event\":\"config.changed\"",
                        "\"actor\":\"admin\"",
                        "\"role\":\"FULL_ADMIN\"",
                        "\"before\":null",
                        "\"outcome\":\"success\"",
                        "\"configVersion\":" + version(created));
    }

    @Test
    @Tag("API-8")
    @Tag("AUD-1")
    void theAuditLogIsFilteredByWhatAnEntrySays() throws Exception {
        String name = "Filtered " + UUID.randomUUID();
        create(name);
        await(() -> body(ADMIN, "GET", "/api/v1/audit?target=/ip-groups/*&actor=ADM?N")
                .contains(name));

        assertThat(body(ADMIN, "GET", "/api/v1/audit?event=no.such.event")).contains("\"items\":[]");
        assertThat(body(ADMIN, "GET", "/api/v1/audit?before=1969-01-01T00:00:00Z"))
                .contains("\"items\":[]", "\"cursor\":null");
        assertThat(body(ADMIN, "GET", "/api/v1/audit?limit=1")).doesNotContain("\"cursor\":null");
        assertThat(send("GET", "/api/v1/audit?from=yesterday", "", ADMIN, null).statusCode())
                .isEqualTo(400);
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups?name=filtered*&sort=-name"))
                .contains(name);
    }

    private static HttpResponse<String> create(String name) throws Exception {
        HttpResponse<String> created =
                send("POST", "/api/v1/ip-groups", "{\"name\":\"" + name + "\",\"entries\":[]}", ADMIN, null);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        return created;
    }

    private static long version(HttpResponse<String> reply) {
        return Long.parseLong(reply.headers().firstValue("X-Config-Version").orElseThrow());
    }
}
