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

@Tag("CFG-7")
class SmtpSettingsTest {
    private static final String ADMIN = RunningAdmin.administrator(SmtpSettingsTest.class);
    private static final String LIMITS = "/api/v1/smtp/limits";
    private static final String RELAY = "/api/v1/smtp/relay";
    private static final String DELIVERY = "/api/v1/smtp/delivery";

    @AfterEach
    void backToDefaults() throws Exception {
        for (String path : new String[] {LIMITS, RELAY, DELIVERY}) {
            assertThat(put(path, "{}").statusCode()).isEqualTo(200);
        }
    }

    @Test
    @Tag("LIMIT-1")
    @Tag("LIMIT-2")
    @Tag("LIMIT-4")
    @Tag("LIMIT-5")
    @Tag("LIMIT-6")
    @Tag("LIMIT-7")
    @Tag("RELAY-1")
    @Tag("RELAY-2")
    @Tag("QUEUE-2")
    @Tag("QUEUE-4")
    @Tag("HDR-2")
    @Tag("DKIM-26")
    void theDefaultsAreThoseOfTheSpecification() {
        assertThat(body(ADMIN, "GET", LIMITS))
                .contains("\"maxRecipients\":100", "\"maxMessageSize\":52428800", "\"maxFailedCommands\":10")
                .contains("\"maxHops\":100", "\"maxTextLine\":8192")
                .contains("\"messagesPerHourPerAddress\":500", "\"unknownRecipientsPerAddress\":10")
                .contains("\"requireSenderDomain\":true", "\"requirePtr\":false");
        assertThat(body(ADMIN, "GET", RELAY)).contains("\"mode\":\"restricted\"", "\"allowAuthenticated\":true");
        assertThat(body(ADMIN, "GET", DELIVERY))
                .contains("\"retryAfter\":[300,900,1800,3600,7200,14400]", "\"warnAfter\":14400")
                .contains("\"expireAfter\":432000", "\"expireReportsAfter\":172800")
                .contains("\"parallelDeliveries\":20", "\"parallelPerDomain\":5", "\"recipientsPerTransaction\":20")
                .contains("\"hideClientAddress\":\"private\"", "\"signedConversion\":\"preemptive\"")
                .contains("\"logSubjects\":false");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                LIMITS + ";{\"maxRecipients\":100,\"maxMessageSize\":1048576,\"maxFailedCommands\":1}",
                LIMITS + ";{\"maxRecipients\":10000,\"maxMessageSize\":1073741824,\"maxFailedCommands\":100}",
                LIMITS + ";{\"maxHops\":30,\"maxTextLine\":998}",
                LIMITS + ";{\"requireSenderDomain\":false,\"requirePtr\":true}",
                LIMITS + ";{\"messagesPerHourPerAddress\":0,\"unknownRecipientsPerAddress\":0}",
                LIMITS + ";{\"messagesPerHourPerAddress\":100000,\"unknownRecipientsPerAddress\":1000}",
                LIMITS + ";{\"maxHops\":500,\"maxTextLine\":65536}",
                DELIVERY + ";{\"retryAfter\":[60],\"warnAfter\":0,\"expireAfter\":3600,\"expireReportsAfter\":3600}",
                DELIVERY + ";{\"retryAfter\":[86400],\"expireAfter\":2592000,\"parallelDeliveries\":500}",
                DELIVERY + ";{\"parallelDeliveries\":1,\"parallelPerDomain\":100,\"recipientsPerTransaction\":1000}",
                DELIVERY + ";{\"hideClientAddress\":\"never\",\"signedConversion\":\"off\",\"logSubjects\":true}",
            })
    void theLimitsThemselvesAreAllowed(String path, String document) throws Exception {
        HttpResponse<String> reply = put(path, document);

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body())
                .contains(document.substring(1, document.length() - 1).split(",")[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                LIMITS + ";\"maxRecipients\":99;/maxRecipients",
                LIMITS + ";\"maxRecipients\":10001;/maxRecipients",
                LIMITS + ";\"maxMessageSize\":1048575;/maxMessageSize",
                LIMITS + ";\"maxMessageSize\":1073741825;/maxMessageSize",
                LIMITS + ";\"maxFailedCommands\":101;/maxFailedCommands",
                LIMITS + ";\"maxHops\":29;/maxHops",
                LIMITS + ";\"messagesPerHourPerAddress\":100001;/messagesPerHourPerAddress",
                LIMITS + ";\"unknownRecipientsPerAddress\":1001;/unknownRecipientsPerAddress",
                LIMITS + ";\"exemptGroup\":\"00000000-0000-7000-8000-00000000dead\";/exemptGroup",
                LIMITS + ";\"maxTextLine\":997;/maxTextLine",
                DELIVERY + ";\"retryAfter\":[];/retryAfter",
                DELIVERY + ";\"retryAfter\":[300,59];/retryAfter/1",
                DELIVERY + ";\"warnAfter\":-1;/warnAfter",
                DELIVERY + ";\"expireAfter\":3599;/expireAfter",
                DELIVERY + ";\"expireAfter\":2592001;/expireAfter",
                DELIVERY + ";\"parallelDeliveries\":501;/parallelDeliveries",
                DELIVERY + ";\"parallelPerDomain\":101;/parallelPerDomain",
                DELIVERY + ";\"recipientsPerTransaction\":0;/recipientsPerTransaction",
                DELIVERY + ";\"hideClientAddress\":\"always\";/hideClientAddress",
                DELIVERY + ";\"signedConversion\":\"later\";/signedConversion",
                RELAY + ";\"mode\":\"ajar\";/mode",
                RELAY + ";\"relayGroup\":\"00000000-0000-7000-8000-00000000dead\";/relayGroup",
            })
    void whatLiesOutsideTheLimitsIsRefusedWithAPointer(String path, String member, String pointer) throws Exception {
        HttpResponse<String> reply = put(path, "{" + member + "}");

        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(422);
        assertThat(reply.body()).contains("\"pointer\":\"" + pointer + "\"");
    }

    @Test
    @Tag("API-5")
    @Tag("API-6")
    void oneMemberIsChangedByWhoeverHasReadTheVersion() throws Exception {
        String etag = send("GET", DELIVERY, "", ADMIN, null)
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        assertThat(send("PATCH", DELIVERY, "{\"warnAfter\":0}", ADMIN, null).statusCode())
                .isEqualTo(428);
        assertThat(send("PATCH", DELIVERY, "{\"warnAfter\":0}", "user", etag).statusCode())
                .isEqualTo(403);
        assertThat(send("PATCH", DELIVERY, "{\"warnAfter\":0}", ADMIN, etag).body())
                .contains("\"warnAfter\":0", "\"expireAfter\":432000");
        assertThat(send("PATCH", DELIVERY, "{\"warnAfter\":1}", ADMIN, etag).statusCode())
                .isEqualTo(412);
    }

    @Test
    @Tag("RELAY-1")
    void anOpenRelayMustBeMeantAndIsShown() throws Exception {
        assertThat(put(RELAY, "{\"mode\":\"open\"}").body()).contains("\"/confirm\"", "open-relay");
        assertThat(put(RELAY, "{\"mode\":\"open\",\"confirm\":\"open-relay\"}").body())
                .contains("\"mode\":\"open\"", "\"warnings\":[\"open-relay\"]");
        assertThat(body(ADMIN, "GET", RELAY)).contains("\"warnings\":[\"open-relay\"]");
    }

    @Test
    @Tag("RELAY-2")
    @Tag("IPG-8")
    void aRelayGroupIsInUse() throws Exception {
        String group = "00000000-0000-7000-8000-000000000001";

        assertThat(put(RELAY, "{\"relayGroup\":\"" + group + "\"}").body()).contains(group);
        assertThat(body(ADMIN, "GET", "/api/v1/ip-groups/" + group + "/usage")).contains("smtp-relay");
    }

    private static HttpResponse<String> put(String path, String document) throws Exception {
        return send("PUT", path, document, ADMIN, "*");
    }
}
