package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.letterlock.admin.RunningAdmin.await;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;
import org.letterlock.service.kafka.ReplicatedView;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The resources of the edge itself. */
class AdminServiceTest {
    private static final String ADMIN = RunningAdmin.administrator(AdminServiceTest.class);
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");

    @Test
    @Tag("API-2")
    void withoutAValidTokenNothingIsShown() throws Exception {
        assertThat(send("GET", "/api/v1/ip-groups", "", null, null).statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/v1/ip-groups", "", "unknown", null).statusCode())
                .isEqualTo(401);
        assertThat(send("GET", "/api/v1/ip-groups", "", "user", null).statusCode())
                .isEqualTo(403);
    }

    @Test
    @Tag("IPG-6")
    void thePredefinedGroupHoldsPrivateAddressesAndCannotBeDeleted() throws Exception {
        await(() -> body(ADMIN, "GET", "/api/v1/ip-groups/match?ip=10.1.2.3").contains("local-clients"));
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/match?ip=192.0.2.1")).doesNotContain("local-clients");

        HttpResponse<String> refused =
                send("DELETE", "/api/v1/ip-groups/00000000-0000-7000-8000-000000000001", "", ADMIN, "\"1\"");
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @Tag("IPG-3")
    @ValueSource(
            strings = {
                "{\"type\":\"network\",\"address\":\"192.0.2.1\",\"prefixLength\":24}",
                "{\"type\":\"network\",\"address\":\"192.0.2.0\",\"mask\":\"255.0.255.0\"}",
                "{\"type\":\"network\",\"address\":\"192.0.2.0\",\"prefixLength\":33}",
                "{\"type\":\"prefix\",\"address\":\"2001:db8::\",\"prefixLength\":129}",
                "{\"type\":\"range\",\"from\":\"192.0.2.9\",\"to\":\"192.0.2.1\"}",
                "{\"type\":\"range\",\"from\":\"192.0.2.9\",\"to\":\"2001:db8::1\"}",
                "{\"type\":\"host\",\"address\":\"192.0.02.1\"}",
                "{\"type\":\"host\",\"address\":\"fe80::1%eth0\"}",
                "{\"type\":\"host\",\"address\":\"300.1.1.1\"}",
                "{\"type\":\"group\",\"group\":\"00000000-0000-7000-8000-00000000dead\"}",
                "{\"address\":\"192.0.2.1\"}"
            })
    void badEntriesAreRefusedWithAPointer(String entry) throws Exception {
        HttpResponse<String> reply =
                send("POST", "/api/v1/ip-groups", "{\"name\":\"bad\",\"entries\":[" + entry + "]}", ADMIN, null);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"/entries/0/");
    }

    @Test
    @Tag("IPG-3")
    void setHostBitsAreAnsweredWithTheNetworkThatWasMeant() throws Exception {
        HttpResponse<String> reply = send(
                "POST",
                "/api/v1/ip-groups",
                "{\"name\":\"n\",\"entries\":[{\"type\":\"network\",\"address\":\"192.0.2.77\",\"prefixLength\":26}]}",
                ADMIN,
                null);

        assertThat(reply.body()).contains("192.0.2.64/26");
    }

    @Test
    @Tag("IPG-1")
    @Tag("IPG-4")
    @Tag("IPG-8")
    void namesAreUniqueCyclesAreRefusedAndAGroupInUseStays() throws Exception {
        String inner = create("Office", "{\"type\":\"host\",\"address\":\"192.0.2.10\"}");
        String outer = create("Sites", "{\"type\":\"group\",\"group\":\"" + inner + "\"}");

        HttpResponse<String> sameName =
                send("POST", "/api/v1/ip-groups", "{\"name\":\"OFFICE\",\"entries\":[]}", ADMIN, null);
        assertThat(sameName.body()).contains("urn:letterlock:problem:name-in-use");
        HttpResponse<String> cycle = send(
                "PUT",
                "/api/v1/ip-groups/" + inner,
                "{\"name\":\"Office\",\"entries\":[{\"type\":\"group\",\"group\":\"" + outer + "\"}]}",
                ADMIN,
                "\"1\"");
        assertThat(cycle.body()).contains("urn:letterlock:problem:group-cycle");
        HttpResponse<String> inUse = send("DELETE", "/api/v1/ip-groups/" + inner, "", ADMIN, "\"1\"");
        assertThat(inUse.body()).contains("urn:letterlock:problem:in-use").contains("ip-group " + outer);
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/match?ip=192.0.2.10"))
                .contains("Office")
                .contains("Sites");
    }

    @Test
    @Tag("API-5")
    void whatAReplacedServiceDoesNotSayTakesItsDefault() throws Exception {
        String path = "/api/v1/services/submission";
        HttpResponse<String> first = send("GET", path, "", ADMIN, null);
        assertThat(send("PUT", path, "{}", ADMIN, null).statusCode()).isEqualTo(428);

        HttpResponse<String> limited =
                send("PUT", path, "{\"maxConnections\":7,\"startMode\":\"MANUAL\"}", ADMIN, tagOf(first));
        assertThat(limited.statusCode()).as(limited.body()).isEqualTo(200);
        assertThat(limited.body()).contains("\"maxConnections\":7").contains("\"startMode\":\"MANUAL\"");
        assertThat(send("PUT", path, "{}", ADMIN, tagOf(first)).statusCode()).isEqualTo(412);

        HttpResponse<String> restored = send("PUT", path, "{}", ADMIN, tagOf(limited));
        assertThat(restored.body()).isEqualTo(first.body());
        HttpResponse<String> same = send("PUT", path, restored.body(), ADMIN, tagOf(restored));
        assertThat(same.body()).isEqualTo(first.body());
    }

    private static String tagOf(HttpResponse<String> reply) {
        return reply.headers().firstValue("ETag").orElseThrow();
    }

    @Test
    @Tag("SVC-1")
    @Tag("SVC-8")
    @Tag("CONN-2")
    @Tag("CFG-1")
    void aServicesGroupAndLimitReachTheListenersAtOnce() throws Exception {
        String office = create("Only here", "{\"type\":\"host\",\"address\":\"192.0.2.20\"}");
        assertThat(body(ADMIN, "GET", "/api/v1/services")).contains("\"id\":\"submission\"", "\"id\":\"ldaps\"");
        HttpResponse<String> read = send("GET", "/api/v1/services/imaps", "", ADMIN, null);

        HttpResponse<String> changed = send(
                "PATCH",
                "/api/v1/services/imaps",
                "{\"allowedGroup\":\"" + office + "\",\"maxConnections\":7}",
                ADMIN,
                read.headers().firstValue("ETag").orElseThrow());

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        ReplicatedView<ServicePolicy> view = RunningAdmin.servicePolicies();
        await(() -> view.find("imaps")
                .filter(policy -> policy.maxConnections() == 7 && policy.allowedGroup() != null)
                .isPresent());
    }

    @Test
    @Tag("SVC-4")
    void whatAServiceCannotBeIsRefused() throws Exception {
        assertThat(patch("smtp", "{\"maxConnections\":100001}")).isEqualTo(422);
        assertThat(patch("smtp", "{\"port\":26}")).isEqualTo(422);
        assertThat(patch("smtp", "{\"anonymousAccess\":true}")).isEqualTo(422);
        assertThat(patch("nntp", "{\"enabled\":true}")).isEqualTo(422);
        assertThat(patch("gopher", "{}")).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http", "https", "pop3", "pop3s", "nntp", "nntps", "ldap", "ldaps"})
    @Tag("SVC-1")
    @Tag("SVC-10")
    @Tag("SVC-11")
    void aServiceThatCannotBeServedIsListedSoAndNeverAccepted(String service) throws Exception {
        String path = "/api/v1/services/" + service;
        String shown = body(ADMIN, "GET", path);
        assumeThat(shown).contains("\"available\":false"); // those that can be served meanwhile have tests of their own
        assertThat(shown).contains("\"enabled\":false");

        for (String order : List.of("start", "stop", "restart")) {
            assertThat(send("POST", path + "/" + order, "", ADMIN, null).body())
                    .contains("\"status\":422", "feature-unavailable");
        }
        assertThat(send("PATCH", path, "{\"enabled\":true}", ADMIN, "*").body())
                .contains("\"status\":422", "feature-unavailable");
        assertThat(body(ADMIN, "GET", path)).isEqualTo(shown);
        for (JsonNode rule : JsonMapper.shared()
                .readTree(body(ADMIN, "GET", "/api/v1/services/exposure"))
                .get("items")) {
            boolean isRedirectOfTheEdge = rule.get("port").asInt() == 4040;
            if (rule.get("service").asString().equals(service) && !isRedirectOfTheEdge) {
                assertThat(rule.get("open").asBoolean()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @Tag("SVC-4")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'listeners':[]}|/listeners",
                "{'listeners':[{'address':'any','port':0}]}|/listeners/0/port",
                "{'listeners':[{'address':'any','port':65536}]}|/listeners/0/port",
                "{'listeners':[{'address':'any','port':143},{'address':'my.host','port':144}]}|/listeners/1/address",
                "{'listeners':[{'address':'0.0.0.0','port':143}]}|/listeners/0/address",
                "{'listeners':[{'address':'127.0.0.01','port':143}]}|/listeners/0/address",
                "{'anonymousAccess':true}|/anonymousAccess",
                "{'idleTimeout':1799}|/idleTimeout",
                "{'idleTimeout':86401}|/idleTimeout",
                "{'maxConnectionsPerAddress':10001}|/maxConnectionsPerAddress",
                "{'perAddressExemptGroup':'00000000-0000-7000-8000-00000000dead'}|/perAddressExemptGroup",
            })
    void aFaultOfAServiceIsToldWithItsPlace(String patch, String pointer) throws Exception {
        HttpResponse<String> reply = change("imap", patch.replace('\'', '"'));

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @Test
    @Tag("SVC-3")
    void onePlaceHasOneService() throws Exception {
        HttpResponse<String> other = change("imap", listeners("any", 25));
        assertThat(other.statusCode()).as(other.body()).isEqualTo(409);
        assertThat(other.body()).contains("urn:letterlock:problem:port-in-use", "\"holder\":\"smtp\"");
        assertThat(change("imap", listeners("192.0.2.7", 25)).body()).contains("\"holder\":\"smtp\"");
        assertThat(change("imap", listeners("any", 8843)).body()).contains("\"holder\":\"https\"");
        assertThat(change(
                                "imap",
                                "{\"listeners\":[{\"address\":\"loopback\",\"port\":1143},"
                                        + "{\"address\":\"127.0.0.1\",\"port\":1143}]}")
                        .body())
                .contains("\"holder\":\"imap\"");
    }

    @Test
    @Tag("SVC-2")
    @Tag("CONN-4")
    void whatIsSetForAServiceReachesItsListeners() throws Exception {
        String office = create("Branch", "{\"type\":\"host\",\"address\":\"192.0.2.30\"}");
        HttpResponse<String> changed = change("imap", """
                {"startMode":"MANUAL","listeners":[{"address":"any","port":143},{"address":"::1","port":1143}],
                 "maxConnectionsPerAddress":3,"perAddressExemptGroup":"%s","idleTimeout":1800}""".formatted(office));

        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(changed.body()).contains("\"startMode\":\"MANUAL\"", "\"proxyProtocol\":\"OFF\"");
        ReplicatedView<ServicePolicy> view = RunningAdmin.servicePolicies();
        await(() -> view.find("imap")
                .filter(policy -> policy.manualStart()
                        && policy.bindings().size() == 2
                        && policy.maxConnectionsPerAddress() == 3
                        && policy.perAddressExempt() != null
                        && Integer.valueOf(1800).equals(policy.idleTimeoutSeconds()))
                .isPresent());
        assertThat(send("DELETE", "/api/v1/ip-groups/" + office, "", ADMIN, "\"1\"")
                        .body())
                .contains("urn:letterlock:problem:in-use");
    }

    @Test
    @Tag("SVC-5")
    void anOrderReachesTheListenersAndTheAuditLog() throws Exception {
        assertThat(send("POST", "/api/v1/services/smtps/stop", "", "user", null).statusCode())
                .isEqualTo(403);
        HttpResponse<String> stopped = send("POST", "/api/v1/services/smtps/stop", "", ADMIN, null);
        assertThat(stopped.statusCode()).as(stopped.body()).isEqualTo(200);
        assertThat(stopped.body()).contains("\"lastCommand\":{\"action\":\"STOP\"");
        ReplicatedView<ServicePolicy> view = RunningAdmin.servicePolicies();
        await(() -> isOrdered(view, RunCommand.Action.STOP));
        send("POST", "/api/v1/services/smtps/restart", "", ADMIN, null);
        await(() -> isOrdered(view, RunCommand.Action.RESTART));
        send("POST", "/api/v1/services/smtps/start", "", ADMIN, null);
        await(() -> isOrdered(view, RunCommand.Action.START));
        await(() -> body(ADMIN, "GET", "/api/v1/audit?event=service.*").contains("\"/services/smtps\""));

        assertThat(send("POST", "/api/v1/services/admin/stop", "", ADMIN, null).statusCode())
                .isEqualTo(422);
        assertThat(send("POST", "/api/v1/services/nntp/start", "", ADMIN, null).statusCode())
                .isEqualTo(422);
    }

    private static boolean isOrdered(ReplicatedView<ServicePolicy> view, RunCommand.Action action) {
        return view.find("smtps")
                .map(ServicePolicy::lastCommand)
                .filter(command -> command.action() == action)
                .isPresent();
    }

    private static String listeners(String address, int port) {
        return "{\"listeners\":[{\"address\":\"%s\",\"port\":%d}]}".formatted(address, port);
    }

    @Test
    @Tag("SYS-4")
    void aResourceWhoseServiceHasNoAddressIsUnavailableNotMissing() throws Exception {
        assertThat(send("GET", "/api/v1/domains", "", ADMIN, null).statusCode()).isEqualTo(503);
    }

    private static int patch(String id, String body) throws Exception {
        return change(id, body).statusCode();
    }

    private static HttpResponse<String> change(String id, String body) throws Exception {
        String etag = send("GET", "/api/v1/services/" + id, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElse("\"1\"");
        return send("PATCH", "/api/v1/services/" + id, body, ADMIN, etag);
    }

    private static String create(String name, String entry) throws Exception {
        HttpResponse<String> created = send(
                "POST", "/api/v1/ip-groups", "{\"name\":\"" + name + "\",\"entries\":[" + entry + "]}", ADMIN, null);
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        Matcher id = ID.matcher(created.body());
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
