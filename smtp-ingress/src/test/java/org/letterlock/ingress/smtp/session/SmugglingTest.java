package org.letterlock.ingress.smtp.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.ingress.smtp.BuffersGivenBack;
import org.letterlock.ingress.smtp.SmtpClient;
import org.letterlock.ingress.smtp.TestIngress;

/** Every way to end the data that is none, cut at every octet (SMUG-1 to SMUG-7). */
@ExtendWith(BuffersGivenBack.class)
class SmugglingTest {
    private static final String HEAD = "Subject: a\r\n\r\nb";
    private static final String INJECTED =
            "MAIL FROM:<evil@elsewhere.example>\r\nRCPT TO:<ben@example.org>\r\nDATA\r\nSubject: injected\r\n\r\nx";

    private static TestIngress ingress;

    @BeforeAll
    static void start() {
        ingress = new TestIngress();
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\\n.\\n",
                "\\n.\\r\\n",
                "\\r\\n.\\n",
                "\\r\\n.\\r",
                "\\r.\\r",
                "\\r.\\r\\n",
                "\\r\\n.\\r\\r\\n",
                "\\r\\r\\n.\\r\\n",
                "\\r\\n\\r.\\r\\n",
                "\\n\\n.\\r\\n"
            })
    @Tag("SMUG-1")
    @Tag("SMUG-7")
    void onlyCrlfDotCrlfEndsTheData(String escaped) {
        String variant = escaped.translateEscapes();
        String data = HEAD + variant + INJECTED + "\r\n.\r\n";
        for (int cut = HEAD.length(); cut <= HEAD.length() + variant.length() + 1; cut++) {
            try (SmtpClient client = ingress.greet()) {
                client.envelope("joe@elsewhere.example", "anna@example.org");
                client.raw(data.substring(0, cut));
                client.raw(data.substring(cut));
                client.expect("554 5.5.2 Bare CR or LF not allowed");
                client.expectClosed();
            }
        }
        assertThat(ingress.fakes.accepted).isEmpty();
        ingress.fakes.events.removeIf(event -> event.name().equals("smuggling.attempt"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\nb\\r\\n", "a\\rb\\r\\n", "\\n", "a\\r\\r\\n"})
    @Tag("SMUG-3")
    void inChunksBareNewlinesAreRefusedToo(String escaped) {
        String chunk = "Subject: a\r\n\r\n" + escaped.translateEscapes();
        try (SmtpClient client = ingress.greet()) {
            client.send("MAIL FROM:<joe@elsewhere.example>");
            client.expectPrefix("250");
            client.send("RCPT TO:<anna@example.org>");
            client.expectPrefix("250");
            client.raw("BDAT " + chunk.length() + " LAST\r\n" + chunk);
            client.expect("554 5.5.2 Bare CR or LF not allowed");
            client.expectClosed();
        }
        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("SMUG-6")
    void commandsSentBehindDataEndTheSession() {
        try (SmtpClient client = ingress.greet()) {
            client.raw(
                    "MAIL FROM:<joe@elsewhere.example>\r\nRCPT TO:<anna@example.org>\r\nDATA\r\n" + HEAD + "\r\n.\r\n");
            client.expectPrefix("250 2.1.0");
            client.expectPrefix("250 2.1.5");
            client.expectPrefix("503 5.5.1");
            client.expectClosed();
        }
        assertThat(ingress.fakes.accepted).isEmpty();
    }

    @Test
    @Tag("SMUG-5")
    void afterAMessageThatIsTooBigTheRestIsNotTakenForCommands() {
        byte[] line = ("RCPT TO:<x@example.org>" + "y".repeat(900) + "\r\n").getBytes(ISO_8859_1);
        try (SmtpClient client = ingress.greet()) {
            client.envelope("joe@elsewhere.example", "anna@example.org");
            client.raw(HEAD + "\r\n");
            for (long sent = 0; sent < 51L * 1024 * 1024; sent += line.length) {
                client.raw(line);
            }
            client.raw("MAIL FROM:<evil@elsewhere.example>\r\n.\r\nNOOP\r\n");
            client.expect("552 5.3.4 Message too big");
            client.expect("250 2.0.0 OK");
        }
        assertThat(ingress.fakes.accepted).isEmpty();
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!ingress.store.ids().isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait(); // what was stored is removed on another thread
        }
        assertThat(ingress.store.ids()).isEmpty();
    }

    @Test
    @Tag("SMTP-10")
    void linesHaveALimit() {
        try (SmtpClient client = ingress.greet()) {
            client.send("NOOP " + "x".repeat(5_000));
            client.expect("500 5.5.2 Line too long");
            client.envelope("joe@elsewhere.example", "anna@example.org");
            client.raw(HEAD + "\r\n" + "y".repeat(8_193) + "\r\n.\r\n");
            client.expect("554 5.6.0 Line too long");
            client.send("EHLO " + "a".repeat(64 * 1024));
            client.expect("500 5.5.2 Line too long");
        }
    }

    @Test
    @Tag("SMTP-11")
    void tooManyErrorsEndTheSession() {
        try (SmtpClient client = ingress.greet()) {
            for (int i = 0; i < 10; i++) {
                client.send("NONSENSE");
                client.expectPrefix("500 5.5.2");
            }
            client.send("NONSENSE");
            client.expect("421 4.7.0 Too many errors");
            client.expectClosed();
        }
    }

    @Test
    @Tag("TLS-4")
    void clearTextInPlaceOfAHandshakeEndsTheConnection() {
        for (String injected : List.of("NOOP\r\n", "EHLO evil.example\r\nMAIL FROM:<>\r\n")) {
            try (SmtpClient client = ingress.greet()) {
                client.send("STARTTLS");
                client.expectPrefix("220 2.0.0");
                client.raw(injected);
                client.expectClosedWithoutReply();
            }
        }
    }
}
