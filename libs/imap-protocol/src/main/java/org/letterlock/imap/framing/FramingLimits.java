package org.letterlock.imap.framing;

/**
 * How much the framer takes.
 *
 * @param command octets of a command with its literals, the message of APPEND excepted
 * @param literal octets of one literal, the message of APPEND excepted
 * @param streamsAppend whether the message of APPEND is handed on piece by piece; where not, it is a literal like any other
 */
public record FramingLimits(int command, int literal, boolean streamsAppend) {
    /** CONN-9. */
    public static final FramingLimits BEFORE_LOGIN = new FramingLimits(8 * 1024, 4 * 1024, false);

    /** IMAP-5. */
    public static final FramingLimits AFTER_LOGIN = new FramingLimits(64 * 1024, 64 * 1024, true);

    /** Longest line of a SASL exchange (RFC 4954 section 4.3), with its CRLF. */
    static final int CONTINUATION_LINE = 12_288;
}
