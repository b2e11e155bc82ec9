package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SubjectTerm;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is submitted is what is read: with Jakarta Mail, over STARTTLS and TLS, by each mechanism that the client has. */
class RoundTripTest {
    private static final Duration DELIVERY = Duration.ofSeconds(30);
    private static final int MESSAGES = 500;

    private final SuiteUnderTest suite = SuiteUnderTest.shared();
    private final JakartaMail users = new JakartaMail(suite);

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    @Tag("AUTH-1")
    void aMessageGoesFromOneUserToTheOther(String mechanism) throws Exception {
        String subject = "round trip " + mechanism + " " + System.nanoTime();
        Session session = users.session(mechanism);
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(suite.user(1)));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(suite.user(2)));
        message.setSubject(subject);
        message.setText("Grüße aus dem Briefschloss\n", "UTF-8");

        try (Transport transport = session.getTransport("smtp")) {
            transport.connect("localhost", suite.port("SUBMISSION_PORT"), suite.user(1), suite.password());
            transport.sendMessage(message, message.getAllRecipients());
        }

        try (Store store = users.store(session, 2);
                Folder inbox = JakartaMail.opened(store, "INBOX")) {
            Message read = JakartaMail.await(inbox, subject);
            assertThat(read.getContent()).isEqualTo("Grüße aus dem Briefschloss\r\n");
            assertThat(read.getHeader("Received")[0]).contains("with ESMTPSA");
        }
    }

    @Test
    @Tag("STORE-3")
    void fiveHundredVariedMessagesComeBackOctetByOctet() throws Exception {
        Session session = users.session("PLAIN");
        String run = Long.toHexString(System.nanoTime());
        Map<String, String> sent = new HashMap<>();
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO client.example");
            for (int seed = 0; seed < MESSAGES; seed++) {
                String id = run + "." + seed;
                byte[] message = Messages.varied(seed, id);
                sent.put(id, digest(message));
                client.ask("MAIL FROM:<sender@elsewhere.test> BODY=8BITMIME");
                client.ask("RCPT TO:<" + suite.user(3) + ">");
                client.ask("DATA");
                client.send(stuffed(message) + ".\r\n");
                assertThat(client.reply()).as("seed " + seed).startsWith("250 2.0.0");
            }
        }

        try (Store store = users.store(session, 3);
                Folder inbox = JakartaMail.opened(store, "INBOX")) {
            Map<String, String> read = new HashMap<>();
            Instant end = Instant.now().plus(DELIVERY.multipliedBy(2));
            int seen = 0;
            while (read.size() < MESSAGES && Instant.now().isBefore(end)) {
                for (int number = seen + 1; number <= inbox.getMessageCount(); number++) {
                    seen = number;
                    byte[] octets = JakartaMail.octets(inbox.getMessage(number));
                    byte[] original = JakartaMail.withoutTrace(octets);
                    String id = Messages.idIn(original);
                    if (id.startsWith(run)) {
                        read.put(id, digest(original));
                    }
                }
            }
            assertThat(read).isEqualTo(sent);
        }
    }

    @Test
    @Tag("LIMIT-7")
    void anAttachmentOfThirtyMebibytesComesBackWhole() throws Exception {
        String subject = "large " + System.nanoTime();
        byte[] body = new byte[30 * 1024 * 1024 / 2];
        new Random(7).nextBytes(body);
        String text = HexFormat.of().formatHex(body).replaceAll("(.{76})", "$1\r\n") + "\r\n";
        byte[] message =
                ("From: sender@elsewhere.test\r\nSubject: " + subject + "\r\n\r\n" + text).getBytes(ISO_8859_1);
        try (Dialogue client = suite.dialogue("SMTP_PORT")) {
            client.reply();
            client.ask("EHLO client.example");
            client.ask("MAIL FROM:<sender@elsewhere.test>");
            client.ask("RCPT TO:<" + suite.user(2) + ">");
            client.ask("DATA");
            client.send(new String(message, ISO_8859_1) + ".\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0");
        }

        Session session = users.session("PLAIN");
        try (Store store = users.store(session, 2);
                Folder inbox = JakartaMail.opened(store, "INBOX")) {
            assertThat(digest(JakartaMail.withoutTrace(JakartaMail.octets(JakartaMail.await(inbox, subject)))))
                    .isEqualTo(digest(message));
        }
    }

    @Test
    @Tag("IMAP-3")
    void flagsCopiesMovesAndDeletionsHold() throws Exception {
        Session session = users.session("PLAIN");
        String subject = "to be moved " + System.nanoTime();
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(suite.user(1)));
        message.setSubject(subject);
        message.setText("x");
        message.saveChanges();
        try (Store store = users.store(session, 4)) {
            Folder target = store.getFolder("Größe/Projekte");
            assertThat(target.exists() || target.create(Folder.HOLDS_MESSAGES)).isTrue();
            try (Folder drafts = JakartaMail.opened(store, "Drafts")) {
                drafts.appendMessages(new Message[] {message});
                Message appended = JakartaMail.await(drafts, subject);
                appended.setFlag(Flags.Flag.FLAGGED, true);
                drafts.copyMessages(new Message[] {appended}, target);
                appended.setFlag(Flags.Flag.DELETED, true);
                drafts.expunge();
                assertThat(drafts.search(new SubjectTerm(subject))).isEmpty();
            }
            try (Folder moved = JakartaMail.opened(store, "Größe/Projekte")) {
                Message copy = JakartaMail.await(moved, subject);
                assertThat(copy.isSet(Flags.Flag.FLAGGED)).isTrue();
                assertThat(copy.isSet(Flags.Flag.DELETED)).isFalse();
            }
            target.delete(true);
            assertThat(store.getFolder("Größe/Projekte").exists()).isFalse();
        }
    }

    private static String stuffed(byte[] message) {
        String text = new String(message, ISO_8859_1);
        return (text.startsWith(".") ? "." : "") + text.replace("\r\n.", "\r\n..");
    }

    private static String digest(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }

    /** Messages of all kinds, the same for the same seed. */
    private static final class Messages {
        private static final String[] SUBJECTS = {
            "plain", "=?UTF-8?B?R3LDvMOfZQ==?=", "=?ISO-8859-1?Q?Gr=FC=DFe?=", "raw gr\u00fc\u00dfe", ""
        };
        private static final String[] LINES = {
            "a line",
            ".",
            "..",
            ".leading dot",
            "",
            "\ttabs\t and  spaces  ",
            "x".repeat(997),
            "8-bit: \u00e4\u00f6\u00fc",
            "From here",
            "--boundary",
            "--boundary--",
            "=20=3D",
            "trailing space "
        };

        static byte[] varied(int seed, String id) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder("X-Test-Id: " + id + "\r\n");
            text.append("From: \"Sender, Some\" <sender@elsewhere.test>\r\n");
            text.append("To: undisclosed-recipients:;\r\n");
            text.append("Subject: ")
                    .append(SUBJECTS[random.nextInt(SUBJECTS.length)])
                    .append("\r\n");
            if (random.nextBoolean()) {
                text.append("References: <a@b>\r\n\t<c@d>\r\n <e@f>\r\n");
            }
            int kind = random.nextInt(4);
            if (kind == 0) {
                text.append("MIME-Version: 1.0\r\nContent-Type: multipart/mixed;\r\n boundary=\"boundary\"\r\n");
            } else if (kind == 1) {
                text.append("Content-Type: text/plain; charset*=utf-8''u%74f-8\r\n");
            } else if (kind == 2) {
                text.append("Content-Type: message/rfc822\r\n");
            }
            text.append("\r\n");
            int lines = random.nextInt(5) == 0 ? 0 : random.nextInt(200);
            for (int i = 0; i < lines; i++) {
                text.append(LINES[random.nextInt(LINES.length)]).append("\r\n");
            }
            return random.nextBoolean()
                    ? text.toString().getBytes(ISO_8859_1)
                    : new String(text.toString().getBytes(UTF_8), ISO_8859_1).getBytes(ISO_8859_1);
        }

        static String idIn(byte[] message) {
            String text = new String(message, ISO_8859_1);
            return text.startsWith("X-Test-Id: ") ? text.substring(11, text.indexOf("\r\n")) : "";
        }
    }
}
