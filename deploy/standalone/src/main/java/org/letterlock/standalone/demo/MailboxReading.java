package org.letterlock.standalone.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;

/** Fetches one message as a mail program would, by IMAP over implicit TLS. */
final class MailboxReading {
    private static final Pattern LITERAL = Pattern.compile("\\{(\\d{1,9})}$");
    private static final Duration ARRIVAL_LIMIT = Duration.ofSeconds(30);
    private static final long POLL_MILLISECONDS = 100;

    private final int port;
    private final SSLContext tls;

    MailboxReading(int port, SSLContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /** Waits until the message with that Message-ID has arrived, and returns its octets. */
    byte[] awaitMessage(String user, String password, String messageId) throws IOException, InterruptedException {
        try (var connection = LineConnection.open(port, tls)) {
            var dialogue = new Dialogue(connection);
            connection.readLine();
            var initial = Base64.getEncoder()
                    .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
            dialogue.ask("AUTHENTICATE PLAIN " + initial, "AUTHENTICATE PLAIN");
            dialogue.ask("SELECT INBOX", "SELECT");
            long deadline = System.nanoTime() + ARRIVAL_LIMIT.toNanos();
            while (System.nanoTime() < deadline) {
                dialogue.ask("NOOP", "NOOP");
                var found = dialogue.search("HEADER Message-ID \"" + messageId + "\"");
                if (found.isPresent()) {
                    var message = dialogue.fetch(found.get());
                    dialogue.ask("LOGOUT", "LOGOUT");
                    return message;
                }
                Thread.sleep(POLL_MILLISECONDS);
            }
            throw new LauncherException("the message has not arrived within " + ARRIVAL_LIMIT.toSeconds() + " s");
        }
    }

    /** Commands one after the other, each with its tag (RFC 9051 section 2.2.1). */
    private static final class Dialogue {
        private final LineConnection connection;
        private int tag;

        Dialogue(LineConnection connection) {
            this.connection = connection;
        }

        List<String> ask(String command, String what) throws IOException {
            var lines = new ArrayList<String>();
            send(command);
            for (var line = connection.readLine(); !isTagged(line, what); line = connection.readLine()) {
                lines.add(line);
            }
            return lines;
        }

        Optional<String> search(String criteria) throws IOException {
            return ask("UID SEARCH " + criteria, "SEARCH").stream()
                    .filter(line -> line.startsWith("* SEARCH ") || line.startsWith("* ESEARCH "))
                    .map(line -> line.replaceFirst(".* ", ""))
                    .filter(uid -> uid.matches("\\d+"))
                    .findFirst();
        }

        byte[] fetch(String uid) throws IOException {
            byte[] content = {};
            send("UID FETCH " + uid + " BODY.PEEK[]");
            for (var line = connection.readLine(); !isTagged(line, "FETCH"); line = connection.readLine()) {
                var literal = LITERAL.matcher(line);
                if (literal.find()) {
                    content = connection.read(Integer.parseInt(literal.group(1)));
                }
            }
            return content;
        }

        private void send(String command) throws IOException {
            tag++;
            connection.writeLine("a" + tag + " " + command);
        }

        private boolean isTagged(String line, String what) {
            if (!line.startsWith("a" + tag + " ")) {
                return false;
            }
            if (!line.startsWith("a" + tag + " OK")) {
                throw new LauncherException("IMAP: " + what + " was answered " + line);
            }
            return true;
        }
    }
}
