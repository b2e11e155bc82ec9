package org.letterlock.mailsyntax.header;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A header field as it lies in the message: name, colon, body, folding and line end, octet for octet. A line that is no field
 * at all is held too, with an empty name, so that nothing of a foreign message is lost. Immutable.
 */
public final class HeaderField {
    private final byte[] source; // shared with the other fields of the section, never written
    private final int from;
    private final int to;
    private final int colon; // -1 where the line is no field

    HeaderField(byte[] source, int from, int to) {
        this.source = source;
        this.from = from;
        this.to = to;
        this.colon = findColon(source, from, to);
    }

    /**
     * A field of our own making, {@code name: body} and CRLF, in UTF-8.
     *
     * @throws IllegalArgumentException if the name is not ftext, or the body holds NUL, or CR or LF other than as folding:
     *     nothing that came from outside can become a second field
     */
    public static HeaderField of(String name, String body) {
        if (name.isEmpty() || !name.chars().allMatch(HeaderField::isFtext)) {
            throw new IllegalArgumentException("not a field name");
        }
        requireFolded(body);
        byte[] octets = (name + ": " + body + "\r\n").getBytes(StandardCharsets.UTF_8);
        return new HeaderField(octets, 0, octets.length);
    }

    /** A field read back from its octets; whatever they are, the result is exactly these octets. */
    public static HeaderField ofOctets(byte[] octets) {
        return new HeaderField(octets.clone(), 0, octets.length);
    }

    /** The name as written, without white space before the colon; empty where the line is no field. */
    public String name() {
        return new String(source, from, nameEnd() - from, StandardCharsets.ISO_8859_1);
    }

    /** Whether the name is {@code name}, ASCII letters in any case. */
    public boolean named(String name) {
        int length = nameEnd() - from;
        if (length != name.length() || length == 0) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (lowerCase(Byte.toUnsignedInt(source[from + i])) != lowerCase(name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The body without folding, without white space around it, as text: UTF-8 if it is that, else ISO 8859-1. */
    public String body() {
        ByteArrayOutputStream unfolded = new ByteArrayOutputStream(to - from);
        for (int i = colon < 0 ? from : colon + 1; i < to; i++) {
            if (source[i] != '\r' && source[i] != '\n') {
                unfolded.write(source[i]);
            }
        }
        return FieldText.stripWsp(FieldText.decode(unfolded.toByteArray()));
    }

    /** The octets, as a copy. */
    public byte[] octets() {
        return Arrays.copyOfRange(source, from, to);
    }

    /** The octets for reading, without a copy. */
    public ByteBuffer buffer() {
        return ByteBuffer.wrap(source, from, to - from).slice().asReadOnlyBuffer();
    }

    /** How many octets the field has. */
    public int length() {
        return to - from;
    }

    /** What keeps this from being a field as RFC 5322 section 2.2 wants it written. */
    public Optional<HeaderFault> fault() {
        if (colon < 0) {
            return Optional.of(HeaderFault.NOT_A_FIELD);
        }
        int nameEnd = nameEnd();
        boolean ftext = nameEnd > from;
        for (int i = from; i < nameEnd; i++) {
            ftext &= isFtext(source[i]);
        }
        if (!ftext) {
            return Optional.of(HeaderFault.NOT_A_FIELD);
        }
        return nameEnd < colon ? Optional.of(HeaderFault.SPACE_BEFORE_COLON) : lineFault();
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(source, from, target, offset, to - from);
    }

    boolean endsLine() {
        return to > from && source[to - 1] == '\n';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HeaderField field
                && Arrays.equals(source, from, to, field.source, field.from, field.to);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(octets());
    }

    /** The name only: a body is content. */
    @Override
    public String toString() {
        return "HeaderField[" + FieldText.printable(name()) + ", " + length() + " octets]";
    }

    private Optional<HeaderFault> lineFault() {
        for (int i = colon + 1; i < to; i++) {
            boolean crlf = source[i] == '\r' && i + 1 < to && source[i + 1] == '\n';
            if (source[i] == '\n' || (source[i] == '\r' && !crlf)) {
                return Optional.of(HeaderFault.BARE_CR_OR_LF);
            }
            if (crlf) {
                i++;
                if (isBlankLine(i + 1)) {
                    return Optional.of(HeaderFault.BLANK_CONTINUATION);
                }
            }
        }
        return endsLine() ? Optional.empty() : Optional.of(HeaderFault.UNTERMINATED);
    }

    private boolean isBlankLine(int start) {
        int i = start;
        while (i < to && (source[i] == ' ' || source[i] == '\t')) {
            i++;
        }
        return i > start && (i == to || source[i] == '\r' || source[i] == '\n');
    }

    private int nameEnd() {
        int end = colon < 0 ? from : colon;
        while (end > from && (source[end - 1] == ' ' || source[end - 1] == '\t')) {
            end--;
        }
        return end;
    }

    private static void requireFolded(String body) {
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c == '\r' && i + 3 < body.length() && body.charAt(i + 1) == '\n' && isWsp(body.charAt(i + 2))) {
                i += 2;
            } else if (c == '\r' || c == '\n' || c == 0) {
                throw new IllegalArgumentException("a field body has no CR, LF or NUL but for folding");
            }
        }
    }

    private static int findColon(byte[] source, int from, int to) {
        if (from < to && isWsp(source[from])) {
            return -1; // a continuation line with nothing to continue
        }
        for (int i = from; i < to && source[i] != '\n'; i++) {
            if (source[i] == ':') {
                return i;
            }
        }
        return -1;
    }

    private static boolean isWsp(int c) {
        return c == ' ' || c == '\t';
    }

    // ftext = %d33-57 / %d59-126    RFC 5322 section 3.6.8
    private static boolean isFtext(int c) {
        return c > 0x20 && c < 0x7F && c != ':';
    }

    private static int lowerCase(int c) {
        return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
}
