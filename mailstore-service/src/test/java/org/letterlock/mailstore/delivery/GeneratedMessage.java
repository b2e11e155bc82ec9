package org.letterlock.mailstore.delivery;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;

/** A message of any of the kinds that mail servers get to see, the same for the same seed. */
final class GeneratedMessage {
    private final Random random;
    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    GeneratedMessage(long seed) {
        random = new Random(seed);
        header();
        switch ((int) (seed % 8)) {
            case 0 -> {}
            case 1 -> plain("short\r\n");
            case 2 -> plain(".\r\n..\r\n.dot\r\n".repeat(1 + random.nextInt(50)));
            case 3 -> eightBit();
            case 4 -> plain("x".repeat(998) + "\r\n" + "y".repeat(5000));
            case 5 -> multipart(1 + random.nextInt(4), 3);
            case 6 -> plain("no line end at the end");
            default -> oddMime();
        }
    }

    byte[] octets() {
        return octets.toByteArray();
    }

    private void header() {
        text("Received: from [192.0.2." + random.nextInt(256)
                + "]\r\n\tby mx.example.org;\r\n Fri, 1 May 2026 10:00:00 +0000\r\n");
        text("From: \u00c4nne \u4e2d\u6587 <a@example.org>\r\nsubject:  spaced   out \r\nX-Empty:\r\n");
        for (int i = random.nextInt(30); i > 0; i--) {
            text("X-Field-" + i + ": " + "v".repeat(random.nextInt(200)) + "\r\n");
        }
    }

    private void plain(String body) {
        text("\r\n" + body);
    }

    private void eightBit() {
        text("Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n");
        byte[] bytes = new byte[random.nextInt(5000)];
        random.nextBytes(bytes);
        for (byte each : bytes) {
            octets.write(each == '\r' || each == '\n' || each == 0 ? ' ' : each);
        }
        text("\r\n");
    }

    private void multipart(int parts, int depth) {
        String boundary = "=_" + Long.toHexString(random.nextLong());
        text("Content-Type: multipart/mixed; boundary=\"" + boundary + "\"\r\n\r\nThis is MIME.\r\n");
        for (int i = 0; i < parts; i++) {
            text("--" + boundary + "\r\n");
            if (depth > 0 && random.nextInt(3) == 0) {
                multipart(1 + random.nextInt(3), depth - 1);
            } else {
                byte[] attachment = new byte[random.nextInt(100_000)];
                random.nextBytes(attachment);
                text("Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                        + Base64.getMimeEncoder().encodeToString(attachment) + "\r\n");
            }
        }
        text("--" + boundary + "--\r\n");
    }

    private void oddMime() {
        text("Content-Type: multipart/mixed; boundary=b; boundary=c\r\nContent-Type: nonsense\r\n\r\n");
        text(
                "--b\r\nno header\r\n--b\r\n\r\n--c\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n--b--\r\nepilogue\r\n--b\r\n");
    }

    private void text(String text) {
        octets.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
