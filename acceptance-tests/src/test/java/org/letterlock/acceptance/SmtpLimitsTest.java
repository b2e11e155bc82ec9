package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client may do that has not logged in, against the running suite and a DNS server. */
class SmtpLimitsTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String LIMITS = "/api/v1/smtp/limits";
    private static final String BLOCKED = "/api/v1/blocked-addresses";
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

    @Test
    @Tag("LIMIT-4")
    @Tag("GUESS-7")
    void whoAsksForTooManyUnknownRecipientsIsBlockedUntilAnAdministratorLiftsIt() throws Exception {
        String localClients = rest.get(LIMITS).body().path("exemptGroup").asString();
        rest.patch(LIMITS, "{\"exemptGroup\":null,\"requireSenderDomain\":false,\"unknownRecipientsPerAddress\":2}");
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO somewhere.example");
            client.ask("MAIL FROM:<>");
            for (int n = 1; n <= 3; n++) {
                assertThat(client.ask("RCPT TO:<nobody" + n + "@" + suite.domain() + ">"))
                        .startsWith("550 5.1.1");
            }

            assertThat(client.reply()).isEqualTo("421 4.7.0 Too many unknown recipients");

            Eventually.within(LIVE, () -> greeting().endsWith("Too many unknown recipients"));
            assertThat(rest.get(BLOCKED + "?reason=HARVEST")
                            .body()
                            .path("items")
                            .path(0)
                            .path("reason")
                            .asString())
                    .isEqualTo("HARVEST");
        } finally {
            String address = rest.get(BLOCKED + "?reason=HARVEST")
                    .body()
                    .path("items")
                    .path(0)
                    .path("address")
                    .asString();
            rest.delete(BLOCKED + "/" + address);
            rest.patch(
                    LIMITS,
                    "{\"exemptGroup\":\"" + localClients
                            + "\",\"requireSenderDomain\":true,\"unknownRecipientsPerAddress\":10}");
        }
        Eventually.within(LIVE, () -> greeting().startsWith("220 "));
    }

    private String greeting() throws Exception {
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            return client.reply();
        }
    }

    private String recipient(Dialogue client, String from) throws Exception {
        client.ask("RSET");
        client.ask("MAIL FROM:<" + from + ">");
        return client.ask("RCPT TO:<" + suite.user(1) + ">");
    }
}
