package org.letterlock.standalone.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** Counts the letters in an INBOX by their mark. */
final class MailboxLetters {
    private MailboxLetters() {}

    static Map<String, Integer> count(int port, SSLContext tls, String user, String password) throws IOException {
        try (var socket = tls.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            var input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var output = socket.getOutputStream();
            var plain = ("\0" + user + "\0" + password).getBytes(StandardCharsets.UTF_8);
            var commands = "a AUTHENTICATE PLAIN " + Base64.getEncoder().encodeToString(plain)
                    + "\r\nb EXAMINE INBOX\r\nc UID FETCH 1:* (BODY.PEEK[HEADER.FIELDS (X-LETTER)])\r\nd LOGOUT\r\n";
            output.write(commands.getBytes(StandardCharsets.US_ASCII));
            output.flush();
            var letters = new HashMap<String, Integer>();
            for (var line = input.readLine(); line != null && !line.startsWith("d "); line = input.readLine()) {
                if (line.matches("[abc] (NO|BAD).*")) {
                    throw new IOException(line);
                }
                if (line.regionMatches(true, 0, LetterSender.MARK, 0, LetterSender.MARK.length())) {
                    letters.merge(line.substring(LetterSender.MARK.length()).strip(), 1, Integer::sum);
                }
            }
            return letters;
        }
    }
}
