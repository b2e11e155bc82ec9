package org.letterlock.acceptance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SubjectTerm;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Properties;

/** The demo's users with Jakarta Mail as their client. */
final class JakartaMail {
    private static final Duration DELIVERY = Duration.ofSeconds(30);

    private final SuiteUnderTest suite;

    JakartaMail(SuiteUnderTest suite) {
        this.suite = suite;
    }

    Session session(String mechanism) {
        Properties properties = new Properties();
        properties.put("mail.smtp.auth", "true");
        properties.put("mail.smtp.auth.mechanisms", mechanism);
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.socketFactory", suite.tls().getSocketFactory());
        properties.put("mail.imaps.auth.mechanisms", mechanism);
        properties.put("mail.imaps.ssl.socketFactory", suite.tls().getSocketFactory());
        properties.put("mail.imaps.partialfetch", "false");
        return Session.getInstance(properties);
    }

    Store store(Session session, int user) throws Exception {
        Store store = session.getStore("imaps");
        store.connect("localhost", suite.port("IMAPS_PORT"), suite.user(user), suite.password());
        return store;
    }

    /** The octets of the message with that subject, as soon as it is in the user's INBOX. */
    byte[] received(int user, String subject) throws Exception {
        try (Store store = store(session("PLAIN"), user);
                Folder inbox = opened(store, "INBOX")) {
            return octets(await(inbox, subject));
        }
    }

    /** The octets of a message that contains the text, as soon as there is one in the user's INBOX. */
    byte[] receivedWith(int user, String text) throws Exception {
        try (Store store = store(session("PLAIN"), user);
                Folder inbox = opened(store, "INBOX")) {
            Instant end = Instant.now().plus(DELIVERY);
            int seen = 0;
            while (true) {
                while (seen < inbox.getMessageCount()) {
                    seen++;
                    byte[] octets = octets(inbox.getMessage(seen));
                    if (new String(octets, ISO_8859_1).contains(text)) {
                        return octets;
                    }
                }
                assertThat(Instant.now()).as(text).isBefore(end);
            }
        }
    }

    static Folder opened(Store store, String name) throws Exception {
        Folder folder = store.getFolder(name);
        folder.open(Folder.READ_WRITE);
        return folder;
    }

    static Message await(Folder folder, String subject) throws Exception {
        Instant end = Instant.now().plus(DELIVERY);
        while (true) {
            folder.getMessageCount();
            Message[] found = folder.search(new SubjectTerm(subject));
            if (found.length > 0) {
                return found[0];
            }
            assertThat(Instant.now()).as(subject).isBefore(end);
        }
    }

    static byte[] octets(Message message) throws Exception {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        ((MimeMessage) message).writeTo(octets);
        return octets.toByteArray();
    }

    /** The message as it was sent: everything from the first field that its sender wrote. */
    static byte[] withoutTrace(byte[] octets) {
        String text = new String(octets, ISO_8859_1);
        int start = 0;
        while (text.startsWith("Return-Path:", start)
                || text.startsWith("Delivered-To:", start)
                || text.startsWith("Authentication-Results:", start)
                || text.startsWith("Received:", start)) {
            do {
                start = text.indexOf("\r\n", start) + 2;
            } while (text.charAt(start) == ' ' || text.charAt(start) == '\t');
        }
        return Arrays.copyOfRange(octets, start, octets.length);
    }
}
