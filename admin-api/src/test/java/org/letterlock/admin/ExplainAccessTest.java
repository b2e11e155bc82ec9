package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.TopicPublisher;

@Tag("EXP-2")
class ExplainAccessTest {
    private static final String ADMIN = RunningAdmin.administrator(ExplainAccessTest.class);
    private static final String PATH = "/api/v1/explain/access";

    @Test
    void everyServiceIsExplainedByTheFirstStepThatDenies() throws Exception {
        AccessPolicyId policy = new AccessPolicyId(UUID.randomUUID());
        AccountId account = new AccountId(UUID.randomUUID());
        publish(policy, account, true);

        await(() -> explained(account.toString()).contains("\"step\":\"access-policy\""));
        String explanation = explained("Explained@example.org");
        assertThat(explanation)
                .contains("\"rule\":{\"id\":\"%s\",\"name\":\"no imaps\"}".formatted(policy))
                .contains("\"service\":\"nntps\",\"allowed\":false,\"step\":\"service-state\"")
                .contains("\"service\":\"submission\",\"allowed\":true");
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("explain.used"));

        publish(policy, account, false);
        await(() -> explained(account.toString()).contains("\"step\":\"account-state\""));
    }

    @Test
    void withoutAnAccountTheAddressAloneIsJudged() throws Exception {
        HttpResponse<String> reply = send("POST", PATH, "{\"ip\":\"203.0.113.9\"}", ADMIN, null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body())
                .contains("\"service\":\"submission\",\"allowed\":true")
                .doesNotContain("access-policy");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'ip':'300.0.0.1'}|422|/ip",
                "{}|422|/ip",
                "{'ip':'192.0.2.1','account':'nobody@example.org'}|422|/account",
                "{'ip':'192.0.2.1','time':'2026-11-24T12:00:00Z'}|422|feature-unavailable",
                "{'ip':'192.0.2.1','port':25}|400|malformed"
            })
    void whatIsNoQuestionIsRefused(String question, int status, String words) throws Exception {
        HttpResponse<String> reply = send("POST", PATH, question.replace('\'', '"'), ADMIN, null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        assertThat(reply.body()).contains(words);
    }

    private static String explained(String account) {
        return body(ADMIN, "POST", PATH, "{\"ip\":\"127.0.0.1\",\"account\":\"" + account + "\"}");
    }

    private static void publish(AccessPolicyId policy, AccountId account, boolean enabled) {
        TopicPublisher publisher = RunningAdmin.bean(TopicPublisher.class);
        publisher
                .publish(
                        Topics.POLICY_ACCESS,
                        policy.toString(),
                        new AccessPolicy(
                                policy,
                                "no imaps",
                                List.of(new AccessPolicy.Rule("imap", AccessPolicy.Verdict.DENY, null))))
                .toCompletableFuture()
                .join();
        publisher
                .publish(
                        Topics.DIRECTORY_ACCOUNTS,
                        account.toString(),
                        new AccountRecord(
                                account,
                                new DomainId(new UUID(0, 5)),
                                AddrSpec.parse("explained@example.org").require(),
                                List.of(),
                                "",
                                enabled,
                                true,
                                Role.USER,
                                null,
                                false,
                                false,
                                policy,
                                null))
                .toCompletableFuture()
                .join();
    }
}
