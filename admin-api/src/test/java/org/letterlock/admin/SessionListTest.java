package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.LiveSession;

class SessionListTest {
    private static final String ADMIN = RunningAdmin.administrator(SessionListTest.class);
    private static final AccountId ANNA = new AccountId(new UUID(0, 1));
    private static final Instant AT = Instant.parse("2026-11-24T12:00:00Z");

    private final RunningAdmin.FrontEnd one = RunningAdmin.frontEnds().getFirst();
    private final RunningAdmin.FrontEnd other = RunningAdmin.frontEnds().getLast();

    @BeforeEach
    void noSessions() {
        one.sessions.clear();
        other.sessions.clear();
    }

    @Test
    @Tag("SESS-1")
    void theSessionsOfAllReplicasAreOneList() {
        one.sessions.add(session(one, "imaps", "192.0.2.1", "Mutt"));
        other.sessions.add(session(other, "submission", "192.0.2.2", null));

        assertThat(body(ADMIN, "GET", "/api/v1/sessions"))
                .contains("\"service\":\"imaps\"", "\"service\":\"submission\"", "\"total\":2")
                .contains("\"version\":\"TLSv1.3\"", "\"client\":\"Mutt\"", "\"mechanism\":\"PLAIN\"");
    }

    @ParameterizedTest
    @Tag("SESS-1")
    @ValueSource(
            strings = {
                "service=imap*",
                "peer=192.0.2.1",
                "client=mutt",
                "protocol=IMAP4rev2",
                "tlsVersion=TLSv1.3&service=imaps",
                "tlsCipherSuite=*AES_128*&client=m?tt",
                "startedAfter=2026-11-24T11:59:59Z&service=imaps",
                "activeBefore=2026-11-24T12:00:11Z&client=*u*",
                "mechanism=plain&service=imaps",
                "account=00000000-0000-0000-0000-000000000001&service=imaps"
            })
    void everyMemberIsAFilter(String query) {
        one.sessions.add(session(one, "imaps", "192.0.2.1", "Mutt"));
        other.sessions.add(new LiveSession(
                UUID.randomUUID(),
                other.replica,
                "submission",
                "ESMTPSA",
                "TLSv1.3",
                "TLS_AES_256_GCM_SHA384",
                AT.minusSeconds(10),
                AT.plusSeconds(20),
                "192.0.2.2",
                ANNA,
                "LOGIN",
                null,
                null));

        assertThat(body(ADMIN, "GET", "/api/v1/sessions?" + query))
                .contains("\"service\":\"imaps\"")
                .doesNotContain("\"service\":\"submission\"");
    }

    @Test
    @Tag("API-8")
    void anUnknownFilterIsRefused() throws Exception {
        assertThat(send("GET", "/api/v1/sessions?colour=red", "", ADMIN, null).statusCode())
                .isEqualTo(400);
    }

    @Test
    @Tag("SESS-2")
    void aSessionIsEndedWhereverItIsWithinTwoSecondsAndItIsTold() throws Exception {
        LiveSession session = session(other, "imaps", "192.0.2.1", null);
        one.sessions.add(session(one, "imap", "192.0.2.9", null));
        other.sessions.add(session);
        Instant start = Instant.now();

        HttpResponse<String> reply = send("DELETE", "/api/v1/sessions/" + session.id(), "", ADMIN, null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(204);
        assertThat(other.sessions).isEmpty();
        assertThat(one.sessions).hasSize(1);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(2));
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("session.killed"));
        assertThat(send("DELETE", "/api/v1/sessions/" + session.id(), "", ADMIN, null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("SESS-2")
    void allSessionsOfAnAccountAreEndedAndOthersStay() throws Exception {
        one.sessions.add(session(one, "imap", "192.0.2.9", null));
        other.sessions.add(session(other, "imaps", "192.0.2.1", null));

        assertThat(send("DELETE", "/api/v1/accounts/" + ANNA + "/sessions", "", ADMIN, null)
                        .statusCode())
                .isEqualTo(204);

        assertThat(one.sessions).isEmpty();
        assertThat(other.sessions).isEmpty();
        assertThat(send("DELETE", "/api/v1/accounts/" + UUID.randomUUID() + "/sessions", "", ADMIN, null)
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    @Tag("SESS-2")
    void onlyAFullAdministratorEndsSessions() throws Exception {
        assertThat(send("GET", "/api/v1/sessions", "", "user", null).statusCode())
                .isEqualTo(403);
        assertThat(send("DELETE", "/api/v1/sessions/" + UUID.randomUUID(), "", "user", null)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("SYS-4")
    void aReplicaThatDoesNotAnswerIsNamedAndNothingIsCalledEnded() throws Exception {
        one.sessions.add(session(one, "imap", "192.0.2.9", null));
        other.silent = true;
        try {
            HttpResponse<String> list = send("GET", "/api/v1/sessions", "", ADMIN, null);
            assertThat(list.statusCode()).isEqualTo(200);
            assertThat(list.body()).contains("\"service\":\"imap\"");
            assertThat(list.headers().firstValue("X-Silent-Replicas")).contains(other.replica.toString());

            assertThat(send("DELETE", "/api/v1/accounts/" + ANNA + "/sessions", "", ADMIN, null)
                            .statusCode())
                    .isEqualTo(503);
        } finally {
            other.silent = false;
        }
    }

    private static LiveSession session(
            RunningAdmin.FrontEnd frontEnd, String service, String peer, @Nullable String client) {
        return new LiveSession(
                UUID.randomUUID(),
                frontEnd.replica,
                service,
                "IMAP4rev2",
                "TLSv1.3",
                "TLS_AES_128_GCM_SHA256",
                AT,
                AT.plusSeconds(10),
                peer,
                ANNA,
                "PLAIN",
                null,
                client);
    }
}
