package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail from outside on port 25, and what hostile peers try there. After each attempt the suite still serves. */
class ReceptionTest {
    private final SuiteUnderTest suite = SuiteUnderTest.shared();

    @Test
    @Tag("SMTP-12")
    @Tag("RELAY-2")
    @Tag("RELAY-6")
    void unknownRecipientsAndRelayAttemptsAreRefused() throws Exception {
        try (Dialogue client = greeted()) {
            client.ask("MAIL FROM:<x@elsewhere.test>");
            assertThat(client.ask("RCPT TO:<nobody@" + suite.domain() + ">"))
                    .isEqualTo("550 5.1.1 <nobody@" + suite.domain() + ">: Recipient unknown");
            assertThat(client.ask("RCPT TO:<y@elsewhere.test>")).isEqualTo("550 5.7.1 Relaying denied");
            assertThat(client.ask("RCPT TO:<y%elsewhere.test@" + suite.domain() + ">"))
                    .startsWith("550 5.7.1");
            assertThat(client.ask("RCPT TO:<elsewhere.test!y@" + suite.domain() + ">"))
                    .startsWith("550 5.7.1");
            assertThat(client.ask("RCPT TO:<@" + suite.domain() + ":y@elsewhere.test>"))
                    .startsWith("550 5.7.1");
            assertThat(client.ask("RCPT TO:<" + suite.user(1) + ">")).startsWith("250 2.1.5");
        }
    }

    @ParameterizedTest
    @Tag("SMUG-1")
    @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r", "\r.\r\n", "\n\n.\r\n\r\n"})
    void noOtherEndOfDataHidesASecondMessage(String end) throws Exception {
        try (Dialogue client = greeted()) {
            client.ask("MAIL FROM:<x@elsewhere.test>");
            client.ask("RCPT TO:<" + suite.user(1) + ">");
            client.ask("DATA");
            client.send("From: x@elsewhere.test\r\n\r\nfirst" + end + "MAIL FROM:<evil@elsewhere.test>\r\n\r\n.\r\n");

            assertThat(client.reply()).isEqualTo("554 5.5.2 Bare CR or LF not allowed");
            assertThat(client.isClosedByPeer()).isTrue();
        }
        stillServes();
    }

    @Test
    @Tag("TLS-4")
    void commandsSentWithStartTlsAreNeverRead() throws Exception {
        try (Dialogue client = greeted()) {
            client.send("STARTTLS\r\nMAIL FROM:<x@elsewhere.test>\r\n");

            assertThat(client.reply()).isEqualTo("503 5.5.1 Nothing may follow STARTTLS");
            assertThat(client.isClosedByPeer()).isTrue();
        }
        stillServes();
    }

    @Test
    @Tag("POL-3")
    @Tag("POL-13")
    void clearConnectionsMayNotAuthenticateAndSubmissionNeedsIt() throws Exception {
        try (Dialogue client = greeted()) {
            assertThat(client.ask("AUTH PLAIN AGEAYg=="))
                    .isEqualTo("538 5.7.11 Encryption required for requested authentication mechanism");
        }
        try (Dialogue client = suite.dialogue("SUBMISSION_PORT")) {
            client.reply();
            assertThat(client.ask("EHLO client.example")).contains("STARTTLS").doesNotContain("AUTH");
            assertThat(client.ask("MAIL FROM:<" + suite.user(1) + ">"))
                    .isEqualTo("530 5.7.0 Must issue a STARTTLS command first");
            client.ask("STARTTLS");
            client.startTls();
            assertThat(client.ask("EHLO client.example"))
                    .contains("AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN")
                    .doesNotContain("STARTTLS");
            assertThat(client.ask("MAIL FROM:<" + suite.user(1) + ">")).isEqualTo("530 5.7.0 Authentication required");
            assertThat(client.ask("AUTH PLAIN AGEAYg==")).isEqualTo("535 5.7.8 Authentication credentials invalid");
        }
    }

    @Test
    @Tag("LIMIT-6")
    void moreThanAHundredRecipientsAreForALaterTransaction() throws Exception {
        try (Dialogue client = greeted()) {
            client.ask("MAIL FROM:<x@elsewhere.test>");
            for (int i = 0; i < 100; i++) {
                assertThat(client.ask("RCPT TO:<u1+" + i + "@" + suite.domain() + ">"))
                        .startsWith("250");
            }
            for (int i = 100; i < 2000; i++) {
                assertThat(client.ask("RCPT TO:<u1+" + i + "@" + suite.domain() + ">"))
                        .isEqualTo("452 4.5.3 Too many recipients");
            }
        }
    }

    @Test
    @Tag("SMTP-10")
    @Tag("SMTP-11")
    void overlongLinesAndHttpAreAnsweredAndOthersAreServed() throws Exception {
        try (Dialogue client = greeted()) {
            assertThat(client.ask("NOOP " + "x".repeat(5000))).isEqualTo("500 5.5.2 Line too long");
            assertThat(client.ask("NOOP")).startsWith("250 2.0.0");
        }
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            while (!client.line().isEmpty()) {
                // whatever it says, it ends
            }
        }
        stillServes();
    }

    @Test
    @Tag("CONN-2")
    void aThousandConnectionsAtOnceLeaveRoomForReaders() throws Exception {
        List<Dialogue> crowd = new ArrayList<>();
        try {
            int greeted = 0;
            for (int i = 0; i < 1000; i++) {
                Dialogue client = suite.dialogue("SUBMISSION_PORT");
                crowd.add(client);
            }
            for (Dialogue client : crowd) {
                greeted += client.reply().startsWith("220") ? 1 : 0;
            }
            assertThat(greeted).isLessThanOrEqualTo(500).isGreaterThan(0);
            stillServes();
        } finally {
            for (Dialogue client : crowd) {
                client.close();
            }
        }
    }

    private Dialogue greeted() throws Exception {
        Dialogue client = suite.dialogue("SMTP_PORT");
        assertThat(client.reply()).isEqualTo("220 mx.demo.test ESMTP");
        assertThat(client.ask("EHLO client.example")).startsWith("250-mx.demo.test");
        return client;
    }

    private void stillServes() throws Exception {
        try (Dialogue client = greeted()) {
            assertThat(client.ask("NOOP")).isEqualTo("250 2.0.0 OK");
        }
    }
}
