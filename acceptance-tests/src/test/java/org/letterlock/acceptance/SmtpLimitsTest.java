package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client may do that has not logged in, against the running suite and a DNS server. */
class SmtpLimitsTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String LIMITS = "/api/v1/smtp/limits";
    private static final String SENDER = "joe@somewhere.example";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("LIMIT-1")
    @Tag("LIMIT-2")
    @Tag("LIMIT-5")
    void onlyWhoIsExemptSendsAsMuchAndAsWhomHeLikes() throws Exception {
        String localClients = rest.get(LIMITS).body().path("exemptGroup").asString();
        suite.dns()
                .add("somewhere.example", "MX", "10 mx.somewhere.example.")
                .add("nomail.example", "MX", "0 .")
                .failFor("silent.example");
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO somewhere.example");
            assertThat(recipient(client, "joe@nowhere.example")).startsWith("250");

            rest.patch(LIMITS, "{\"exemptGroup\":null,\"messagesPerHourPerAddress\":1}");

            Eventually.within(
                    LIVE, () -> recipient(client, "joe@nowhere.example").equals("550 5.1.8 Sender domain not found"));
            assertThat(recipient(client, "joe@nomail.example")).startsWith("550 5.7.27");
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> recipient(client, "joe@silent.example").startsWith("451 4.1.8"));

            assertThat(recipient(client, SENDER)).startsWith("250");
            assertThat(client.ask("DATA")).startsWith("354");
            assertThat(client.ask("From: " + SENDER + "\r\nDate: Mon, 2 Mar 2026 10:00:00 +0000\r\n\r\nhello\r\n."))
                    .startsWith("250");
            assertThat(client.ask("MAIL FROM:<" + SENDER + ">"))
                    .isEqualTo("450 4.7.1 Too many messages from your address");
        } finally {
            rest.patch(LIMITS, "{\"exemptGroup\":\"" + localClients + "\",\"messagesPerHourPerAddress\":500}");
        }
    }

    private String recipient(Dialogue client, String from) throws Exception {
        client.ask("RSET");
        client.ask("MAIL FROM:<" + from + ">");
        return client.ask("RCPT TO:<" + suite.user(1) + ">");
    }
}
