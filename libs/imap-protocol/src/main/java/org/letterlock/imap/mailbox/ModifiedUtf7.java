package org.letterlock.imap.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Base64;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/** Mailbox names of IMAP4rev1 on the wire (RFC 3501 section 5.1.3). */
public final class ModifiedUtf7 {
    private ModifiedUtf7() {}

    /** The name in Unicode as printable ASCII. */
    public static String format(String name) {
        var wire = new StringBuilder(name.length());
        int i = 0;
        while (i < name.length()) {
            char c = name.charAt(i);
            if (isDirect(c)) {
                wire.append(c);
                i++;
            } else if (c == '&') {
                wire.append("&-");
                i++;
            } else {
                int end = i;
                while (end < name.length() && !isDirect(name.charAt(end)) && name.charAt(end) != '&') {
                    end++;
                }
                wire.append('&').append(shifted(name.substring(i, end))).append('-');
                i = end;
            }
        }
        return wire.toString();
    }

    private static String shifted(String run) {
        byte[] encoded = Base64.getEncoder().withoutPadding().encode(run.getBytes(UTF_16BE));
        return new String(encoded, ISO_8859_1).replace('/', ',');
    }

    /** Reads a name from the wire; refuses octets above 127 and sequences that are no Unicode. */
    public static ParseResult<String> parse(String wire) {
        var cursor = new Cursor(wire);
        var name = new StringBuilder(wire.length());
        while (!cursor.atEnd()) {
            name.append(cursor.takeWhile(c -> isDirect((char) c)));
            if (cursor.skip("&-")) {
                name.append('&');
            } else if (cursor.skip("&")) {
                String run = cursor.takeWhile(ModifiedUtf7::isBase64);
                String text = unshifted(run);
                if (text.isEmpty() || !cursor.skip("-")) {
                    return new SyntaxError<>(cursor.offset(), "modified UTF-7");
                }
                name.append(text);
            } else if (!cursor.atEnd()) {
                return new SyntaxError<>(cursor.offset(), "printable ASCII");
            }
        }
        return new Parsed<>(name.toString());
    }

    // Empty for what is not well-formed; a shift to nothing is not, except "&-".
    private static String unshifted(String run) {
        // n octets need ceil(4n/3) characters, so one over a multiple of four is never right; UTF-16 wants n even.
        if (run.length() % 4 == 1 || run.length() * 6 / 8 % 2 == 1) {
            return "";
        }
        try {
            byte[] octets = Base64.getDecoder().decode(run.replace(',', '/'));
            return UTF_16BE.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (IllegalArgumentException | CharacterCodingException _) {
            return "";
        }
    }

    private static boolean isDirect(char c) {
        return c >= 0x20 && c <= 0x7e && c != '&';
    }

    private static boolean isBase64(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == ',';
    }
}
