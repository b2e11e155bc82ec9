package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("ADM-1")
class AdminAccessTest {
    private static final String ADMIN = RunningAdmin.administrator(AdminAccessTest.class);
    private static final String PATH = "/api/v1/admin-access";
    private static final String SERVICE = "/api/v1/services/admin";
    private static final String LOCAL_CLIENTS = "00000000-0000-7000-8000-000000000001";

    @AfterEach
    void open() throws Exception {
        assertThat(put("{}").statusCode()).isEqualTo(200);
    }

    @Test
    void remoteAdministrationIsOnUntilSomebodyChangesIt() throws Exception {
        assertThat(body(ADMIN, "GET", PATH)).isEqualTo("{\"remote\":\"on\",\"group\":null}");
        assertThat(send("PUT", PATH, "{}", "user", "*").statusCode()).isEqualTo(403);
        assertThat(send("PUT", PATH, "{}", ADMIN, null).statusCode()).isEqualTo(428);
    }

    @Test
    void offIsForEverybodyButTheMachineItself() throws Exception {
        HttpResponse<String> off = put("{\"remote\":\"off\"}");

        assertThat(off.body()).contains("\"remote\":\"off\"");
        RunningAdmin.await(() -> RunningAdmin.servicePolicies()
                .find("admin")
                .filter(policy -> policy.enabled() && policy.thisMachineOnly())
                .isPresent());
        assertThat(body(ADMIN, "GET", PATH)).contains("\"remote\":\"off\""); // from the loopback address
        assertThat(explain("203.0.113.5")).contains("\"service\":\"admin\",\"allowed\":false");
        assertThat(explain("127.0.0.1")).contains("\"service\":\"admin\",\"allowed\":true");

        String etag = send("GET", SERVICE, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(send("PATCH", SERVICE, "{\"maxConnections\":199}", ADMIN, etag)
                        .statusCode())
                .isEqualTo(200);
        assertThat(body(ADMIN, "GET", PATH)).contains("\"remote\":\"off\"");
    }

    @Test
    @Tag("IPG-9")
    void aGroupIsTheOneOfTheService() throws Exception {
        assertThat(put("{\"remote\":\"group\",\"group\":\"" + LOCAL_CLIENTS + "\"}")
                        .statusCode())
                .isEqualTo(200);

        assertThat(body(ADMIN, "GET", SERVICE)).contains("\"allowedGroup\":\"" + LOCAL_CLIENTS + "\"");
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + LOCAL_CLIENTS + "/usage"))
                .contains("service admin");
        RunningAdmin.await(() -> body(ADMIN, "GET", "/api/v1/audit").contains("\"/admin-access\""));
    }

    @Test
    @Tag("VAL-4")
    void whatIsTriedOutIsNotStored() throws Exception {
        HttpResponse<String> tried = send("PUT", PATH + "?dryRun=true", "{\"remote\":\"off\"}", ADMIN, "*");

        assertThat(tried.statusCode()).as(tried.body()).isEqualTo(200);
        assertThat(body(ADMIN, "GET", PATH)).contains("\"remote\":\"on\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{\"remote\":\"sometimes\"};/remote",
                "{\"remote\":\"group\"};/group",
                "{\"remote\":\"group\",\"group\":\"00000000-0000-7000-8000-00000000dead\"};/group",
                "{\"remote\":\"off\",\"group\":\"00000000-0000-7000-8000-000000000001\"};/group",
                "{\"group\":\"00000000-0000-7000-8000-000000000001\"};/group",
            })
    void whatIsNoAccessIsRefusedWithAPointer(String document, String pointer) throws Exception {
        HttpResponse<String> reply = put(document);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    private static String explain(String address) throws Exception {
        return send("POST", "/api/v1/explain/access", "{\"ip\":\"" + address + "\"}", ADMIN, null, Map.of())
                .body();
    }

    private static HttpResponse<String> put(String document) throws Exception {
        return send("PUT", PATH, document, ADMIN, "*");
    }
}
