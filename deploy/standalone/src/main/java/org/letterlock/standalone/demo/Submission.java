package org.letterlock.standalone.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;

/** Hands one message in as a mail program would, over implicit TLS (RFC 8314 section 3.3). */
final class Submission {
    private final int port;
    private final SSLContext tls;

    Submission(int port, SSLContext tls) {
        this.port = port;
        this.tls = tls;
    }

    /** @return the server's reply to the end of the data */
    String send(String user, String password, List<String> recipients, String message) throws IOException {
        try (var connection = LineConnection.open(port, tls)) {
            expect(connection, "the greeting", '2');
            ask(connection, "EHLO demo.invalid", '2');
            var initial = Base64.getEncoder()
                    .encodeToString(("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8));
            connection.writeLine("AUTH PLAIN " + initial);
            expect(connection, "AUTH PLAIN", '2');
            ask(connection, "MAIL FROM:<" + user + ">", '2');
            for (String recipient : recipients) {
                ask(connection, "RCPT TO:<" + recipient + ">", '2');
            }
            ask(connection, "DATA", '3');
            for (String line : message.split("\r\n", -1)) {
                connection.writeLine(line.startsWith(".") ? "." + line : line); // RFC 5321 section 4.5.2
            }
            var reply = ask(connection, ".", '2');
            ask(connection, "QUIT", '2');
            return reply;
        }
    }

    private static String ask(LineConnection connection, String command, char expected) throws IOException {
        connection.writeLine(command);
        return expect(connection, command, expected);
    }

    private static String expect(LineConnection connection, String what, char expected) throws IOException {
        var line = connection.readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = connection.readLine();
        }
        if (line.isEmpty() || line.charAt(0) != expected) {
            throw new LauncherException("SMTP: " + what + " was answered " + line);
        }
        return line;
    }
}
