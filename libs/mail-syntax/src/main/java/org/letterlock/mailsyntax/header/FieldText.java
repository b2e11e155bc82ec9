package org.letterlock.mailsyntax.header;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** The octets of a field body as text. */
public final class FieldText {
    private FieldText() {}

    /** UTF-8 (RFC 6532) if the octets are well-formed UTF-8, else ISO 8859-1, which takes everything. */
    public static String decode(byte[] octets) {
        return decode(octets, 0, octets.length);
    }

    /** As {@link #decode(byte[])}, for a part of an array. */
    public static String decode(byte[] octets, int offset, int length) {
        if (isAscii(octets, offset, length)) {
            return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(octets, offset, length))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** Without spaces and tabs at both ends; other white space is content. */
    public static String stripWsp(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isWsp(text.charAt(start))) {
            start++;
        }
        while (end > start && isWsp(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Text of a peer made safe for a log line: printable ASCII, at most 200 characters. */
    public static String printable(String text) {
        StringBuilder safe = new StringBuilder();
        for (int i = 0; i < text.length() && safe.length() < 200; i++) {
            char c = text.charAt(i);
            if (c >= 0x20 && c < 0x7F && c != '\\') {
                safe.append(c);
            } else {
                safe.append(String.format("\\u%04X", (int) c));
            }
        }
        return safe.toString();
    }

    private static boolean isWsp(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isAscii(byte[] octets, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (octets[i] < 0) {
                return false;
            }
        }
        return true;
    }
}
