package org.letterlock.acceptance;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a domain says of its clients, against the running suite and a DNS server. */
class SpfTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String SPF = "/api/v1/inbound/spf";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("SPF-1")
    @Tag("SPF-2")
    @Tag("SPF-5")
    @Tag("FLOW-5")
    void aClientThatTheDomainDoesNotKnowIsRefusedOnceTheAdministratorSaysSo() throws Exception {
        String localClients = rest.get(SPF).body().path("exemptGroup").asString();
        suite.dns()
                .add("strict.example", "TXT", "\"v=spf1 ip4:192.0.2.1 -all\"")
                .add("friend.example", "TXT", "\"v=spf1 ip4:127.0.0.0/8 ip6:::1 -all\"")
                .failFor("away.example");
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO friend.example");
            Eventually.within(
                    LIVE, () -> recipient(client, "joe@strict.example").startsWith("250"));

            rest.patch(SPF, "{\"failAction\":\"block\",\"exemptGroup\":null}");

            Eventually.within(
                    LIVE, () -> recipient(client, "joe@strict.example").startsWith("550 5.7.23 SPF check failed for"));
            Eventually.within(
                    LIVE, () -> recipient(client, "joe@friend.example").startsWith("250"));
            Eventually.within(
                    Duration.ofSeconds(10),
                    () -> recipient(client, "joe@away.example").equals("451 4.7.24 SPF check temporarily failed"));

            rest.patch(SPF, "{\"failAction\":\"log\"}");
            Eventually.within(
                    LIVE, () -> recipient(client, "joe@strict.example").startsWith("250"));
        } finally {
            rest.patch(SPF, "{\"failAction\":\"log\",\"exemptGroup\":\"" + localClients + "\"}");
        }
    }

    private String recipient(Dialogue client, String from) throws Exception {
        client.ask("RSET");
        client.ask("MAIL FROM:<" + from + ">");
        return client.ask("RCPT TO:<" + suite.user(1) + ">");
    }
}
