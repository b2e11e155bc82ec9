package org.letterlock.mailsyntax.conversion;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Base64;
import java.util.Random;

/** A message of random structure whose bodies hold what a converter stumbles over. */
final class RandomMessage {
    private static final String[] WORDS = {
        "word",
        " ",
        "\t",
        "=",
        "--",
        "-",
        "\u00fc",
        "\u00ff",
        "\r\n",
        "\r\n\r\n",
        ".",
        "From ",
        "\0",
        "=3D",
        "--b0",
        "longer words"
    };

    private final Random random;
    private int boundaries;

    RandomMessage(Random random) {
        this.random = random;
    }

    byte[] octets() {
        return ("From: a@example.org\r\nSubject: test\r\n" + entity(0) + "\r\n").getBytes(ISO_8859_1);
    }

    private String entity(int depth) {
        return switch (random.nextInt(depth > 3 ? 3 : 6)) {
            case 0 -> "Content-Transfer-Encoding: base64\r\n\r\n" + base64();
            case 1 -> "Content-Transfer-Encoding: quoted-printable\r\n\r\n" + quotedPrintable();
            case 2 -> type() + encoding() + "\r\n" + text();
            case 3 -> "Content-Type: message/rfc822\r\n" + encoding() + "\r\nSubject: inner\r\n" + entity(depth + 1);
            default -> multipart(depth);
        };
    }

    private String multipart(int depth) {
        String boundary = "b" + boundaries++ + (random.nextBoolean() ? "=_" : "");
        StringBuilder parts = new StringBuilder("Content-Type: multipart/mixed; boundary=\"")
                .append(boundary)
                .append("\"\r\n")
                .append(encoding())
                .append("\r\n")
                .append(random.nextBoolean() ? "preamble \u00fc" + "p".repeat(random.nextInt(1200)) + "\r\n" : "");
        int count = 1 + random.nextInt(3);
        for (int i = 0; i < count; i++) {
            parts.append("--")
                    .append(boundary)
                    .append("\r\n")
                    .append(entity(depth + 1))
                    .append("\r\n");
        }
        parts.append("--").append(boundary).append("--");
        return parts + (random.nextBoolean() ? "\r\nepilogue \u00fc" : "");
    }

    private String type() {
        return switch (random.nextInt(3)) {
            case 0 -> "Content-Type: application/octet-stream\r\n";
            case 1 -> "Content-Type: text/html; charset=iso-8859-1\r\n";
            default -> "";
        };
    }

    private String encoding() {
        return switch (random.nextInt(4)) {
            case 0 -> "Content-Transfer-Encoding: 7bit\r\n";
            case 1 -> "Content-Transfer-Encoding: 8BIT\r\n";
            case 2 -> "Content-Transfer-Encoding: binary\r\n";
            default -> "";
        };
    }

    // No word makes a line that begins with a boundary of this message: those of lines that begin with "--b" are kept
    // apart.
    private String text() {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(60);
        for (int i = 0; i < words; i++) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
            if (random.nextInt(40) == 0) {
                text.append("long".repeat(random.nextInt(800)));
            }
            if (random.nextInt(400) == 0) {
                text.append("many lines\r\n".repeat(8000));
            }
        }
        return text.toString().replace("\r\n--b", "\r\n-b").replaceFirst("^--b", "b");
    }

    private String base64() {
        byte[] octets = new byte[random.nextInt(2000)];
        random.nextBytes(octets);
        return random.nextBoolean()
                ? Base64.getEncoder().encodeToString(octets)
                : Base64.getMimeEncoder().encodeToString(octets);
    }

    private String quotedPrintable() {
        StringBuilder text = new StringBuilder();
        int words = random.nextInt(400);
        for (int i = 0; i < words; i++) {
            text.append(random.nextInt(5) == 0 ? "=E4" : random.nextInt(30) == 0 ? "=\r\n" : "words - -- \u00fc");
        }
        return text + "end";
    }
}
