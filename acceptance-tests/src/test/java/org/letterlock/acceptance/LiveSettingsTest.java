package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A changed setting acts within a second, on what is open already where it concerns that, and without a restart. */
class LiveSettingsTest {
    private static final Duration LIVE = Duration.ofSeconds(1);
    private static final String REFUSED = "Access from your address is not permitted";

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final Rest rest = suite.rest();

    @Test
    @Tag("SVC-8")
    @Tag("CFG-1")
    void anIpGroupDecidesWhoMayConnectFromTheNextConnectionOn() throws Exception {
        String group = rest.create(
                        "/api/v1/ip-groups",
                        "{\"name\":\"Elsewhere " + System.nanoTime()
                                + "\",\"entries\":[{\"type\":\"host\",\"address\":\"192.0.2.1\"}]}")
                .path("id")
                .asString();
        try (Dialogue open = suite.dialogue("IMAP_PORT")) {
            assertThat(open.line()).startsWith("* OK");

            for (String service : new String[] {"imap", "smtp"}) {
                rest.patch("/api/v1/services/" + service, "{\"allowedGroup\":\"" + group + "\"}");
            }
            Eventually.within(
                    LIVE,
                    () -> greeting("IMAP_PORT").equals("* BYE " + REFUSED)
                            && greeting("SMTP_PORT").equals("554 mx.demo.test " + REFUSED));
            assertThat(greeting("SUBMISSION_PORT")).startsWith("220");
            open.send("a NOOP\r\n");
            assertThat(open.line()).startsWith("a OK");

            rest.patch(
                    "/api/v1/ip-groups/" + group,
                    "{\"entries\":[{\"type\":\"network\",\"address\":\"127.0.0.0\",\"prefixLength\":8},"
                            + "{\"type\":\"host\",\"address\":\"::1\"}]}");
            Eventually.within(
                    LIVE,
                    () -> greeting("IMAP_PORT").startsWith("* OK")
                            && greeting("SMTP_PORT").startsWith("220"));
        } finally {
            for (String service : new String[] {"imap", "smtp"}) {
                rest.patch("/api/v1/services/" + service, "{\"allowedGroup\":null}");
            }
            rest.delete("/api/v1/ip-groups/" + group);
        }
    }

    @Test
    @Tag("SPOOF-1")
    @Tag("SPOOF-15")
    void theSenderPolicySwitchActsOnTheOpenSession() throws Exception {
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.logInToSubmission(suite.user(3), suite.password());
            assertThat(mailFromAnother(client)).startsWith("550 5.7.1");

            rest.patch("/api/v1/sender-policy", "{\"antiSpoofing\":{\"enabled\":false}}");
            try {
                Eventually.within(LIVE, () -> mailFromAnother(client).startsWith("250"));
            } finally {
                rest.patch("/api/v1/sender-policy", "{\"antiSpoofing\":{\"enabled\":true}}");
            }
            Eventually.within(LIVE, () -> mailFromAnother(client).startsWith("550 5.7.1"));
        }
    }

    @Test
    @Tag("SPOOF-1")
    void theDomainsSwitchActsOnTheOpenSession() throws Exception {
        String domain = "/api/v1/domains/" + rest.idOf("/api/v1/domains", "name", suite.domain());
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.logInToSubmission(suite.user(3), suite.password());
            assertThat(mailFromAnother(client)).startsWith("550 5.7.1");

            rest.patch(domain, "{\"checkSpoofedSender\":false}");
            try {
                Eventually.within(LIVE, () -> mailFromAnother(client).startsWith("250"));
            } finally {
                rest.patch(domain, "{\"checkSpoofedSender\":true}");
            }
            Eventually.within(LIVE, () -> mailFromAnother(client).startsWith("550 5.7.1"));
        }
    }

    private String mailFromAnother(Dialogue client) throws Exception {
        String reply = client.ask("MAIL FROM:<" + suite.user(4) + ">");
        client.ask("RSET");
        return reply;
    }

    private String greeting(String port) throws Exception {
        try (Dialogue client = suite.dialogue(port)) {
            return client.line();
        }
    }
}
