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

class GuessingProtectionTest {
    private static final String ADMIN = RunningAdmin.administrator(GuessingProtectionTest.class);
    private static final String PATH = "/api/v1/guessing-protection";

    @AfterEach
    void backToDefaults() throws Exception {
        assertThat(send("PUT", PATH, "{}", ADMIN, "*").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("GUESS-1")
    @Tag("GUESS-8")
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(body(ADMIN, "GET", PATH))
                .contains("\"addressBlock\":true", "\"failures\":10", "\"window\":60", "\"blockTime\":300")
                .contains("\"lockEnabled\":true", "\"lockAfter\":3", "\"lockTime\":300", "\"uncountedServices\":[]");
    }

    @Test
    @Tag("GUESS-1")
    void aChangeNeedsTheVersionThatWasReadAndAFullAdministrator() throws Exception {
        HttpResponse<String> read = send("GET", PATH, "", ADMIN, null);
        String etag = read.headers().firstValue("ETag").orElseThrow();

        assertThat(send("PATCH", PATH, "{\"failures\":20}", ADMIN, null).statusCode())
                .isEqualTo(428);
        assertThat(send("PATCH", PATH, "{\"failures\":20}", "user", etag).statusCode())
                .isEqualTo(403);
        assertThat(send("PATCH", PATH, "{\"failures\":20,\"uncountedServices\":[\"imap\"]}", ADMIN, etag)
                        .body())
                .contains("\"failures\":20", "\"lockAfter\":3", "\"uncountedServices\":[\"imap\"]");
        assertThat(send("PATCH", PATH, "{\"failures\":21}", ADMIN, etag).statusCode())
                .isEqualTo(412);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"failures\":1,\"window\":10,\"blockTime\":30,\"lockAfter\":1,\"lockTime\":30}",
                "{\"failures\":1000,\"window\":3600,\"blockTime\":86400,\"lockAfter\":100,\"lockTime\":86400}"
            })
    @Tag("GUESS-1")
    @Tag("GUESS-8")
    void theLimitsThemselvesAreAllowed(String document) throws Exception {
        assertThat(send("PUT", PATH, document, ADMIN, "*").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"failures\":0",
                "\"failures\":1001",
                "\"window\":9",
                "\"window\":3601",
                "\"blockTime\":29",
                "\"blockTime\":86401",
                "\"lockAfter\":0",
                "\"lockAfter\":101",
                "\"lockTime\":29",
                "\"lockTime\":86401",
                "\"uncountedServices\":[\"gopher\"]",
                "\"uncountedServices\":[\"imap\",\"imap\"]",
                "\"exemptGroup\":\"00000000-0000-7000-8000-00000000dead\""
            })
    @Tag("GUESS-1")
    @Tag("GUESS-8")
    void whatLiesOutsideTheLimitsIsRefusedWithAPointer(String member) throws Exception {
        HttpResponse<String> reply = send("PUT", PATH, "{" + member + "}", ADMIN, "*");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"/" + member.substring(1, member.indexOf('"', 1)));
    }

    @Test
    @Tag("GUESS-4")
    @Tag("IPG-12")
    void exemptingEveryoneNeedsAConfirmation() throws Exception {
        String created = send(
                        "POST",
                        "/api/v1/ip-groups",
                        "{\"name\":\"all of IPv6\",\"entries\":[{\"type\":\"network\",\"address\":\"::\",\"prefixLength\":0}]}",
                        ADMIN,
                        null)
                .body();
        String exempt = "{\"exemptGroup\":\"" + created.replaceAll(".*\"id\":\"([0-9a-f-]{36})\".*", "$1") + "\"";

        assertThat(send("PUT", PATH, exempt + "}", ADMIN, "*").body()).contains("group-covers-everyone");
        assertThat(send("PUT", PATH, exempt + ",\"confirm\":\"everyone\"}", ADMIN, "*")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    @Tag("GUESS-4")
    @Tag("IPG-8")
    void anExemptGroupIsInUse() throws Exception {
        String group = "00000000-0000-7000-8000-000000000001";

        assertThat(send("PUT", PATH, "{\"exemptGroup\":\"" + group + "\"}", ADMIN, "*")
                        .body())
                .contains(group);
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + group + "/usage")).contains("guessing-protection");
    }
}
