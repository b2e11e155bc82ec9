package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;

class AccessPolicyTest {
    private static final String ADMIN = RunningAdmin.administrator(AccessPolicyTest.class);
    private static final String PATH = "/api/v1/access-policies";
    private static final String DEFAULT = PATH + "/" + AccessPolicy.DEFAULT.id();
    private static final String LOCAL_CLIENTS = "00000000-0000-7000-8000-000000000001";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    @Test
    @Tag("ACP-1")
    void theDefaultPolicyIsThereAllowsEverythingAndStays() throws Exception {
        assertThat(body(ADMIN, "GET", PATH)).contains("\"name\":\"default\"", "\"readOnly\":true");
        assertThat(body(ADMIN, "GET", DEFAULT)).contains("\"rules\":[]");
        assertThat(send("PATCH", DEFAULT, "{\"name\":\"x\"}", ADMIN, "*").statusCode())
                .isEqualTo(422);
        assertThat(send("DELETE", DEFAULT, "", ADMIN, "*").statusCode()).isEqualTo(422);
    }

    @Test
    @Tag("ACP-1")
    void onlyAFullAdministratorMakesPolicies() throws Exception {
        assertThat(send("POST", PATH, "{\"name\":\"mine\"}", "user", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("ACP-2")
    @Tag("CFG-2")
    @Tag("IPG-9")
    void aPolicyReachesThoseWhoJudgeByItAndItsGroupIsInUse() throws Exception {
        AccessPolicyId id = create("""
                {"name":"Field","rules":[{"service":"imap","verdict":"allow-only-from","group":"%s"},
                 {"service":"portal","verdict":"deny"}]}""".formatted(LOCAL_CLIENTS));

        await(() -> RunningAdmin.accessPolicies()
                .find(id.toString())
                .filter(policy -> policy.rules().size() == 2)
                .isPresent());
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + LOCAL_CLIENTS + "/usage"))
                .contains("access-policy " + id);
        assertThat(body(ADMIN, "GET", PATH + "/" + id))
                .contains("\"verdict\":\"allow-only-from\"", "\"readOnly\":false");

        assertThat(send("PATCH", PATH + "/" + id, "{\"rules\":[]}", ADMIN, "\"7\"")
                        .statusCode())
                .isEqualTo(412);
        HttpResponse<String> changed = send("PATCH", PATH + "/" + id, "{\"rules\":[]}", ADMIN, "\"1\"");
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        await(() -> RunningAdmin.accessPolicies()
                .find(id.toString())
                .filter(policy -> policy.rules().isEmpty())
                .isPresent());
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + LOCAL_CLIENTS + "/usage"))
                .doesNotContain(id.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':''}|/name",
                "{'name':'12345678901234567890123456789012345678901234567890123456789012345'}|/name",
                "{'name':'n','rules':[{'service':'gopher','verdict':'deny'}]}|/rules/0/service",
                "{'name':'n','rules':[{'verdict':'deny'}]}|/rules/0/service",
                "{'name':'n','rules':[{'service':'imap','verdict':'maybe'}]}|/rules/0/verdict",
                "{'name':'n','rules':[{'service':'imap'}]}|/rules/0/verdict",
                "{'name':'n','rules':[{'service':'imap','verdict':'deny-from'}]}|/rules/0/group",
                "{'name':'n','rules':[{'service':'imap','verdict':'deny','group':'00000000-0000-7000-8000-000000000001'}]}"
                        + "|/rules/0/group",
                "{'name':'n','rules':[{'service':'imap','verdict':'deny-from','group':'00000000-0000-7000-8000-00000000dead'}]}"
                        + "|/rules/0/group",
                "{'name':'n','rules':[{'service':'imap','verdict':'deny'},{'service':'imap','verdict':'allow'}]}"
                        + "|/rules/1/service",
            })
    @Tag("ACP-2")
    @Tag("ACP-3")
    void whatIsNoPolicyIsRefusedWithAPointer(String document, String pointer) throws Exception {
        HttpResponse<String> reply = send("POST", PATH, document.replace('\'', '"'), ADMIN, null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp-submission", "imap", "pop3", "nntp", "ldap", "portal", "admin"})
    @Tag("ACP-3")
    void everyNameOfTheSpecificationIsTaken(String service) throws Exception {
        create("{\"name\":\"names %s\",\"rules\":[{\"service\":\"%s\",\"verdict\":\"deny\"}]}"
                .formatted(service, service));
    }

    @Test
    @Tag("ACP-3")
    void aServiceOfLaterIsNotAvailable() throws Exception {
        HttpResponse<String> reply = send(
                "POST", PATH, "{\"name\":\"n\",\"rules\":[{\"service\":\"jmap\",\"verdict\":\"deny\"}]}", ADMIN, null);

        assertThat(reply.body()).contains("urn:letterlock:problem:feature-unavailable");
    }

    @Test
    @Tag("ACP-1")
    void namesAreUniqueWithoutRegardToCase() throws Exception {
        create("{\"name\":\"Twice\"}");

        assertThat(send("POST", PATH, "{\"name\":\"TWICE\"}", ADMIN, null).body())
                .contains("urn:letterlock:problem:name-in-use");
        assertThat(send("POST", PATH, "{\"name\":\"Default\"}", ADMIN, null).body())
                .contains("urn:letterlock:problem:name-in-use");
    }

    @Test
    @Tag("ACP-7")
    void anAssignedPolicyGoesOnlyWhenItsAccountsGetAnotherOne() throws Exception {
        AccessPolicyId id = create("{\"name\":\"Assigned\"}");
        RunningAdmin.assign(id, 3);

        HttpResponse<String> refused = send("DELETE", PATH + "/" + id, "", ADMIN, "\"1\"");
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(409);
        assertThat(refused.body()).contains("urn:letterlock:problem:in-use", "\"accounts\":3");
        assertThat(send("DELETE", PATH + "/" + id + "?reassignTo=" + id, "", ADMIN, "\"1\"")
                        .statusCode())
                .isEqualTo(422);
        assertThat(send("DELETE", PATH + "/" + id + "?reassignTo=" + new UUID(0, 9), "", ADMIN, "\"1\"")
                        .statusCode())
                .isEqualTo(422);

        HttpResponse<String> deleted =
                send("DELETE", PATH + "/" + id + "?reassignTo=" + AccessPolicy.DEFAULT.id(), "", ADMIN, "\"1\"");
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
        await(() -> RunningAdmin.accessPolicies().find(id.toString()).isEmpty());
        assertThat(send("GET", PATH + "/" + id, "", ADMIN, null).statusCode()).isEqualTo(404);
        await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("\"reassignedTo\""));
    }

    @Test
    @Tag("VAL-4")
    void whatIsTriedOutLeavesNothingBehind() throws Exception {
        AccessPolicyId id = create("{\"name\":\"Tried\"}");
        RunningAdmin.assign(id, 2);
        String other = PATH + "/" + id;

        HttpResponse<String> made = send("POST", PATH + "?dryRun=true", "{\"name\":\"Never\"}", ADMIN, null);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(send("POST", PATH + "?dryRun=true", "{\"name\":\"tried\"}", ADMIN, null)
                        .body())
                .contains("urn:letterlock:problem:name-in-use");
        assertThat(body(ADMIN, "GET", PATH)).doesNotContain("\"Never\"");

        HttpResponse<String> replaced = send("PUT", other + "?dryRun=true", "{\"name\":\"Tried too\"}", ADMIN, "\"1\"");
        assertThat(replaced.statusCode()).as(replaced.body()).isEqualTo(200);
        assertThat(replaced.headers().firstValue("X-Dry-Run")).hasValue("true");
        assertThat(body(ADMIN, "GET", other)).contains("\"name\":\"Tried\"");

        assertThat(send("DELETE", other + "?dryRun=true", "", ADMIN, "\"1\"").body())
                .contains("urn:letterlock:problem:in-use", "\"accounts\":2");
        HttpResponse<String> deleted =
                send("DELETE", other + "?dryRun=true&reassignTo=" + AccessPolicy.DEFAULT.id(), "", ADMIN, "\"1\"");
        assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(204);
        assertThat(RunningAdmin.isReleased(id)).isFalse();
        assertThat(send("DELETE", other, "", ADMIN, "\"1\"").statusCode()).isEqualTo(409);
    }

    @Test
    @Tag("ACP-7")
    void aPolicyThatNobodyHasGoesByItself() throws Exception {
        AccessPolicyId id = create("{\"name\":\"Unused\"}");

        assertThat(send("DELETE", PATH + "/" + id, "", ADMIN, "\"1\"").statusCode())
                .isEqualTo(204);
    }

    @Test
    @Tag("ACP-7")
    void whoLosesARaceForAPolicyHasNotTakenItFromItsAccounts() throws Exception {
        for (int round = 0; round < 5; round++) {
            AccessPolicyId id = create("{\"name\":\"Raced %d\"}".formatted(round));
            Callable<Integer> renames = () -> send("PATCH", PATH + "/" + id, "{\"rules\":[]}", ADMIN, "\"1\"")
                    .statusCode();
            Callable<Integer> deletes =
                    () -> send("DELETE", PATH + "/" + id, "", ADMIN, "\"1\"").statusCode();

            try (ExecutorService writers = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Integer>> replies = writers.invokeAll(List.of(renames, deletes));
                boolean isDeleted = replies.getLast().get() == 204;

                assertThat(send("GET", PATH + "/" + id, "", ADMIN, null).statusCode())
                        .isEqualTo(isDeleted ? 404 : 200);
                assertThat(RunningAdmin.isReleased(id)).isEqualTo(isDeleted);
            }
        }
    }

    private static AccessPolicyId create(String document) throws Exception {
        HttpResponse<String> created = send("POST", PATH, document, ADMIN, null);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Matcher id = ID.matcher(created.body());
        assertThat(id.find()).isTrue();
        return AccessPolicyId.parse(id.group(1));
    }
}
