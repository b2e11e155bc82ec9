package org.letterlock.imap.framing;

import java.util.Optional;

/**
 * The announcement of a literal at the end of a line (RFC 9051 section 9, RFC 7888).
 *
 * @param size octets that follow
 * @param synchronizing whether the client waits for a continuation request
 * @param binary whether it is a literal8, which may hold NUL
 */
public record Literal(long size, boolean synchronizing, boolean binary) {
    // literal = "{" number64 ["+"] "}" CRLF *CHAR8; literal8 = "~{" number64 "}" CRLF *OCTET    RFC 9051 section 9
    private static final int MAX_DIGITS = 19;
    private static final int MAX_DIGITS_WITH_ZEROS = 40;

    /** The announcement at the end of {@code line}, which comes without its CRLF. */
    static Optional<Literal> atEndOf(CharSequence line) {
        int i = line.length() - 1;
        if (i < 2 || line.charAt(i--) != '}') {
            return Optional.empty();
        }
        boolean synchronizing = line.charAt(i) != '+';
        if (!synchronizing) {
            i--;
        }
        int end = i + 1;
        while (i >= 0 && line.charAt(i) >= '0' && line.charAt(i) <= '9') {
            i--;
        }
        if (i < 0 || i + 1 == end || end - i > MAX_DIGITS_WITH_ZEROS || line.charAt(i) != '{') {
            return Optional.empty();
        }
        boolean binary = i > 0 && line.charAt(i - 1) == '~';
        return Optional.of(new Literal(number(line.subSequence(i + 1, end)), synchronizing, binary));
    }

    // A number beyond 63 bits is no less too big than the largest one.
    private static long number(CharSequence digits) {
        if (digits.length() > MAX_DIGITS) {
            return Long.MAX_VALUE;
        }
        try {
            return Long.parseLong(digits, 0, digits.length(), 10);
        } catch (NumberFormatException _) {
            return Long.MAX_VALUE;
        }
    }

    /** Characters of the announcement, from the opening brace or the tilde in front of it to the closing brace. */
    int announcementLength(CharSequence line) {
        int at = line.length() - 1;
        while (line.charAt(at) != '{') {
            at--;
        }
        return line.length() - (binary ? at - 1 : at);
    }
}
