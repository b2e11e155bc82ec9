package org.letterlock.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.auth.AuthServiceFixture.Reply;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.SecurityPolicy.Mode;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes of groups and domains that lock out those who are in them (VAL-1): by their roles, and by second factors. */
class LockOutOfMembersTest {
    private static final String PASSWORD = "Purple-elephants-42";

    private final AuthServiceFixture service = AuthServiceFixture.running();

    @BeforeAll
    static void prepare() {
        AuthServiceFixture.running()
                .publish(
                        Topics.POLICY_SECURITY,
                        "security",
                        new SecurityPolicy(Mode.ENCRYPTED, null, null, List.of("SCRAM-SHA-256", "PLAIN")));
    }

    @AfterAll
    static void restore() {
        AuthServiceFixture.running().publish(Topics.POLICY_SECURITY, "security", SecurityPolicy.DEFAULT);
    }

    @Test
    @Tag("VAL-1")
    @Tag("MFA-2")
    @Tag("APP-2")
    void forcingSecondFactorsLocksThoseOutWhoHaveNoAppPassword() {
        String policy = "/api/v1/domains/" + service.domain("forced.lock.test") + "/second-factor";
        service.account("reader@forced.lock.test", PASSWORD);
        appPassword(service.account("phone@forced.lock.test", PASSWORD), "imap");

        Reply refused = service.patch(policy, Map.of("forced", true));

        assertThat(refused.problem()).isEqualTo("lock-out");
        assertThat(affected(refused)).containsExactly("reader@forced.lock.test no-usable-method");
        assertThat(service.get(policy).body().path("forced").asBoolean()).isFalse();
        service.patch(policy, Map.of("rememberBrowserDays", 3)).expect(200);
        service.accepting("PATCH", policy, Map.of("forced", true)).expect(200);
        service.patch(policy, Map.of("forced", false)).expect(200);
    }

    @Test
    @Tag("VAL-1")
    @Tag("ROLE-1")
    @Tag("MFA-2")
    void whoGetsARoleByAGroupIsLockedOutWhereTheRoleForcesASecondFactor() {
        service.strictDomain("roles.lock.test");
        service.account("member@roles.lock.test", PASSWORD);
        String inner = group("inner@roles.lock.test", null);
        String outer = group("outer@roles.lock.test", "AUDITOR", "inner@roles.lock.test");

        Reply joining = service.patch(inner, Map.of("members", List.of("member@roles.lock.test")));
        Reply made =
                service.create("/api/v1/groups", groupOf("made@roles.lock.test", "AUDITOR", "member@roles.lock.test"));

        assertThat(affected(joining)).containsExactly("member@roles.lock.test no-usable-method");
        assertThat(affected(made)).containsExactly("member@roles.lock.test no-usable-method");
        service.delete(outer).expect(204);
        service.patch(inner, Map.of("members", List.of("member@roles.lock.test")))
                .expect(200);
        assertThat(affected(service.patch(inner, Map.of("role", "AUDITOR"))))
                .containsExactly("member@roles.lock.test no-usable-method");
    }

    @Test
    @Tag("VAL-3")
    @Tag("ROLE-1")
    void theLastAdministratorMayBeOneByAGroup() {
        service.domain("chief.lock.test");
        String chief = service.account("chief@chief.lock.test", PASSWORD);
        service.account("other@chief.lock.test", PASSWORD);
        String inner = group("inner@chief.lock.test", null, "chief@chief.lock.test");
        String outer = group("outer@chief.lock.test", "FULL_ADMIN", "inner@chief.lock.test");
        List<UUID> shut = shutAllExcept(chief);
        try {
            for (Reply refused : List.of(
                    tried("DELETE", outer, Map.of()),
                    tried("PATCH", outer, Map.of("role", "AUDITOR")),
                    tried("PATCH", inner, Map.of("members", List.of("other@chief.lock.test"))),
                    tried("PATCH", "/api/v1/accounts/" + chief, Map.of("enabled", false)))) {
                assertThat(refused.problem()).isEqualTo("lock-out");
                assertThat(refused.body().path("cutsOffLastAdministrator").asBoolean())
                        .isTrue();
            }
        } finally {
            reopen(shut);
        }
        service.delete(outer).expect(204);
    }

    @Test
    @Tag("VAL-1")
    void ofTwoChangesThatAreHarmlessAloneAndNotTogetherOneIsRefused() throws Exception {
        AccessPolicyId id = new AccessPolicyId(UUID.randomUUID());
        service.publish(new AccessPolicy(
                id, "sends only", List.of(new AccessPolicy.Rule("imap", AccessPolicy.Verdict.DENY, null))));
        String policy = "/api/v1/domains/" + service.domain("race.lock.test") + "/second-factor";
        String account = service.account("torn@race.lock.test", PASSWORD);
        appPassword(account, "imap");
        String path = "/api/v1/accounts/" + account;
        // Without IMAP he sends mail with his own password; with a second factor he reads it with the app password.
        Callable<Reply> closes = () -> service.patch(path, Map.of("accessPolicy", id.toString()));
        Callable<Reply> forces = () -> service.patch(policy, Map.of("forced", true));

        try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < 5; round++) {
                List<Reply> replies = writers.invokeAll(List.of(closes, forces)).stream()
                        .map(Future::resultNow)
                        .toList();

                assertThat(replies).extracting(Reply::status).containsExactlyInAnyOrder(200, 409);
                assertThat(replies.stream().filter(reply -> reply.status() == 409))
                        .allSatisfy(refused -> assertThat(affected(refused)).hasSize(1));
                service.patch(policy, Map.of("forced", false)).expect(200);
                service.patch(
                                path,
                                Map.of("accessPolicy", AccessPolicy.DEFAULT.id().toString()))
                        .expect(200);
            }
        }
    }

    private List<String> affected(Reply refused) {
        refused.expect(409);
        assertThat(refused.problem()).isEqualTo("lock-out");
        return Stream.of(refused.body().path("affected"))
                .flatMap(list -> list.valueStream())
                .map(one -> one.path("account").asString() + " "
                        + one.path("reason").asString())
                .toList();
    }

    private Reply tried(String method, String path, Map<String, ?> body) {
        return service.admin(
                method,
                path + "?dryRun=true",
                body,
                "If-Match",
                service.get(path).etag());
    }

    /** The built-in administrator, who asks, stays in his session, and loses his password. */
    private List<UUID> shutAllExcept(String chief) {
        JdbcClient jdbc = service.bean(JdbcClient.class);
        jdbc.sql("CREATE TABLE kept_password AS SELECT c.* FROM credentials c JOIN accounts a ON a.id = c.account_id"
                        + " WHERE a.built_in")
                .update();
        jdbc.sql("DELETE FROM credentials WHERE account_id IN (SELECT account_id FROM kept_password)")
                .update();
        return jdbc.sql("UPDATE accounts SET may_log_in = FALSE WHERE may_log_in AND NOT built_in"
                        + " AND id <> CAST(? AS uuid) RETURNING id")
                .param(chief)
                .query(UUID.class)
                .list();
    }

    private void reopen(List<UUID> shut) {
        JdbcClient jdbc = service.bean(JdbcClient.class);
        jdbc.sql("INSERT INTO credentials SELECT * FROM kept_password").update();
        jdbc.sql("DROP TABLE kept_password").update();
        jdbc.sql("UPDATE accounts SET may_log_in = TRUE WHERE id = ANY (?)")
                .param(shut.toArray(UUID[]::new))
                .update();
    }

    private String group(String address, @Nullable String role, String... members) {
        return "/api/v1/groups/"
                + service.create("/api/v1/groups", groupOf(address, role, members))
                        .expect(201)
                        .text("id");
    }

    private static Map<String, Object> groupOf(String address, @Nullable String role, String... members) {
        Map<String, Object> document = new HashMap<>();
        document.put("name", address);
        document.put("addresses", List.of(address));
        document.put("members", List.of(members));
        if (role != null) {
            document.put("role", role);
        }
        return document;
    }

    private void appPassword(String account, String protocol) {
        service.create(
                        "/api/v1/accounts/" + account + "/app-passwords",
                        Map.of("name", "phone", "services", List.of(protocol)))
                .expect(201);
    }
}
