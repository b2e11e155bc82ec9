package org.letterlock.standalone.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Hands in one letter from outside, on the port for other servers. */
final class StrangerMail {
    private StrangerMail() {}

    /** @return the reply to the end of the data, or the first refusal before it */
    static String send(int port, String recipient, String mark) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            var input = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            var output = socket.getOutputStream();
            String reply = reply(input);
            var message = "From: <someone@remote.test>\r\nTo: <" + recipient + ">\r\nSubject: fault\r\n"
                    + LetterSender.MARK + " " + mark + "\r\n\r\n" + "0123456789abcdef\r\n".repeat(100) + ".";
            for (String command : new String[] {
                "EHLO remote.test", "MAIL FROM:<someone@remote.test>", "RCPT TO:<" + recipient + ">", "DATA", message
            }) {
                if (reply.charAt(0) != '2' && reply.charAt(0) != '3') {
                    return reply;
                }
                output.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                output.flush();
                reply = reply(input);
            }
            output.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            input.readLine(); // then the server counts this connection no more
            return reply;
        }
    }

    /** The same; when there was no reply, {@code none} with the reason. */
    static String sendOrSay(int port, String recipient, String mark) {
        try {
            return send(port, recipient, mark);
        } catch (IOException e) {
            return "none: " + e.getMessage();
        }
    }

    private static String reply(BufferedReader input) throws IOException {
        var line = input.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = input.readLine();
        }
        if (line == null || line.isEmpty()) {
            throw new IOException("cut off");
        }
        return line;
    }
}
