package org.letterlock.conformance;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.letterlock.mailsyntax.mime.MimePart;
import org.letterlock.mailsyntax.mime.MimeStructureReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of a message that hold content, in their order, decoded. */
final class MimeParts {
    private final JsonMapper json;

    MimeParts(JsonMapper json) {
        this.json = json;
    }

    ObjectNode of(JsonNode question) {
        byte[] message = WholeMessage.octets(question);
        MimeStructureReader reader = new MimeStructureReader();
        reader.feed(message, 0, message.length);
        ArrayNode parts = json.createArrayNode();
        add(message, reader.finish().root(), parts);
        ArrayNode defects = json.createArrayNode();
        reader.defects().stream()
                .map(defect -> defect.name().toLowerCase(Locale.ROOT).replace('_', ' '))
                .sorted()
                .forEach(defects::add);
        ObjectNode answer = json.createObjectNode();
        answer.set("parts", parts);
        answer.set("defects", defects);
        return answer;
    }

    private void add(byte[] message, MimePart part, ArrayNode parts) {
        if (!part.children().isEmpty()) {
            part.children().forEach(child -> add(message, child, parts));
            return;
        }
        byte[] body = Arrays.copyOfRange(message, Math.toIntExact(part.bodyStart()), Math.toIntExact(part.bodyEnd()));
        parts.add(json.createObjectNode()
                .put("type", part.type() + "/" + part.subtype())
                .put("filename", part.fileName().orElse(null))
                .put("sha256", sha256(decoded(part.encoding(), body))));
    }

    private static byte[] decoded(String encoding, byte[] body) {
        return switch (encoding) {
            case "base64" -> base64(body);
            case "quoted-printable" -> quotedPrintable(body);
            default -> body;
        };
    }

    // Octets outside of the alphabet are skipped (RFC 2045 section 6.8), and what is left over is padded.
    private static byte[] base64(byte[] body) {
        StringBuilder digits = new StringBuilder();
        for (byte octet : body) {
            char c = (char) octet;
            if (c == '=') {
                break;
            }
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/') {
                digits.append(c);
            }
        }
        int whole = digits.length() % 4 == 1 ? digits.length() - 1 : digits.length();
        return Base64.getDecoder().decode(digits.substring(0, whole));
    }

    // RFC 2045 section 6.7: white space at the end of a line was added on the way; a broken sequence stays as it is.
    private static byte[] quotedPrintable(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length);
        int i = 0;
        while (i < body.length) {
            int end = i;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            int next = Math.min(end + 1, body.length);
            int last = end > i && end < body.length && body[end - 1] == '\r' ? end - 1 : end;
            int text = last;
            while (text > i && (body[text - 1] == ' ' || body[text - 1] == '\t')) {
                text--;
            }
            boolean soft = text > i && body[text - 1] == '=';
            line(body, i, soft ? text - 1 : text, out);
            if (!soft) {
                out.write(body, last, next - last);
            }
            i = next;
        }
        return out.toByteArray();
    }

    private static void line(byte[] body, int from, int to, ByteArrayOutputStream out) {
        int i = from;
        while (i < to) {
            boolean encoded = body[i] == '=' && i + 2 < to && hex(body[i + 1]) >= 0 && hex(body[i + 2]) >= 0;
            out.write(encoded ? hex(body[i + 1]) << 4 | hex(body[i + 2]) : body[i]);
            i += encoded ? 3 : 1;
        }
    }

    private static int hex(byte octet) {
        return Character.digit(octet, 16);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
