package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionPolicyTest {
    private static final String PATH = "/api/v1/connection-policy";

    @AfterEach
    void backToDefaults() throws Exception {
        assertThat(send("PUT", PATH, "{}", "full-admin", "*").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("SVC-5")
    @Tag("CONN-3")
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(body("GET", PATH)).contains("\"drainSeconds\":30", "\"ipv6CountPrefix\":64");
    }

    @Test
    @Tag("SVC-5")
    void onlyAFullAdministratorChangesIt() throws Exception {
        assertThat(send("PATCH", PATH, "{\"drainSeconds\":5}", "user", "*").statusCode())
                .isEqualTo(403);
        assertThat(send("PATCH", PATH, "{\"drainSeconds\":5}", "full-admin", "*")
                        .body())
                .contains("\"drainSeconds\":5", "\"ipv6CountPrefix\":64");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"drainSeconds\":0,\"ipv6CountPrefix\":48}", "{\"drainSeconds\":600,\"ipv6CountPrefix\":128}"})
    @Tag("SVC-5")
    @Tag("CONN-3")
    void theLimitsThemselvesAreAllowed(String document) throws Exception {
        assertThat(send("PUT", PATH, document, "full-admin", "*").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"drainSeconds\":-1",
                "\"drainSeconds\":601",
                "\"ipv6CountPrefix\":47",
                "\"ipv6CountPrefix\":129"
            })
    @Tag("SVC-5")
    @Tag("CONN-3")
    void whatLiesOutsideTheLimitsIsRefusedWithAPointer(String member) throws Exception {
        HttpResponse<String> reply = send("PUT", PATH, "{" + member + "}", "full-admin", "*");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"/" + member.substring(1, member.indexOf('"', 1)));
    }
}
