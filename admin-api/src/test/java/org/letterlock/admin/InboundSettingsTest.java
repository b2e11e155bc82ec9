package org.letterlock.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.admin.RunningAdmin.body;
import static org.letterlock.admin.RunningAdmin.send;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InboundSettingsTest {
    private static final String ADMIN = RunningAdmin.administrator(InboundSettingsTest.class);
    private static final String SPF = "/api/v1/inbound/spf";
    private static final String DMARC = "/api/v1/inbound/dmarc";
    private static final String GROUP = "00000000-0000-7000-8000-000000000001";

    @AfterEach
    void backToDefaults() throws Exception {
        assertThat(put("{}").statusCode()).isEqualTo(200);
    }

    @Test
    @Tag("SPF-2")
    void aFailureIsBlockedWhereTheAdministratorSaysSo() throws Exception {
        assertThat(body(ADMIN, "GET", SPF)).contains("\"failAction\":\"log\"", "\"permerrorAction\":\"log\"");

        assertThat(put("{\"failAction\":\"block\",\"text\":\"ask your postmaster\"}")
                        .body())
                .contains("\"failAction\":\"block\"", "ask your postmaster");
    }

    @Test
    @Tag("SPF-5")
    @Tag("IPG-8")
    void anExemptGroupIsInUse() throws Exception {
        assertThat(put("{\"exemptGroup\":\"" + GROUP + "\"}").body()).contains(GROUP);

        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + GROUP + "/usage")).contains("inbound-spf");
    }

    @ParameterizedTest
    @Tag("API-4")
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '|',
            value = {
                "\"failAction\":\"reject\";/failAction",
                "\"permerrorAction\":\"never\";/permerrorAction",
                "\"text\":\"\";/text",
                "\"text\":\"a\\r\\nb\";/text",
                "\"exemptGroup\":\"00000000-0000-7000-8000-00000000dead\";/exemptGroup",
            })
    void whatIsNotAllowedIsRefusedWithAPointer(String member, String pointer) throws Exception {
        HttpResponse<String> reply = put("{" + member + "}");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @Test
    @Tag("SPF-2")
    void aScoreCannotBeHadYet() throws Exception {
        assertThat(put("{\"failAction\":\"score\"}").body()).contains("feature-unavailable");
    }

    @Test
    @Tag("DMARC-4")
    @Tag("DMARC-6")
    @Tag("ARC-2")
    void whatFollowsFromDmarcIsTheAdministratorsToSay() throws Exception {
        assertThat(body(ADMIN, "GET", DMARC)).contains("\"rejectMode\":\"evidence\"", "\"trustedSealers\":[]");

        String changed = send("PUT", DMARC, "{\"rejectMode\":\"always\",\"exemptDomains\":[\"B.example\"]}", ADMIN, "*")
                .body();
        assertThat(changed).contains("\"rejectMode\":\"always\"", "\"exemptDomains\":[\"b.example\"]");
        assertThat(send("PUT", DMARC, "{\"rejectMode\":\"tag\"}", ADMIN, "*").body())
                .contains("feature-unavailable");
        assertThat(send("PUT", DMARC, "{\"exemptDomains\":[\"not a domain\"]}", ADMIN, "*")
                        .body())
                .contains("\"pointer\":\"/exemptDomains\"");
        assertThat(send("PUT", DMARC, "{\"trustedSealers\":[\"a.example\"]}", ADMIN, "*")
                        .body())
                .contains("feature-unavailable");
        assertThat(send("PUT", DMARC, "{}", ADMIN, "*").statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> put(String document) throws Exception {
        return send("PUT", SPF, document, ADMIN, "*");
    }
}
