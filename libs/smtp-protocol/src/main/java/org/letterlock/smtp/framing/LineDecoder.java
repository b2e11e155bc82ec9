package org.letterlock.smtp.framing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts octets into lines. Only CRLF ends a line (RFC 5321 section 2.3.8); a line that is too long stays too long until it
 * ends, so that its tail cannot become a line of its own; after a bare CR or LF every further octet is dropped. Belongs to
 * one connection and one thread; holds at most one line.
 */
public final class LineDecoder {
    private static final int INITIAL_CAPACITY = 256;

    private byte[] text = new byte[INITIAL_CAPACITY]; // of the line that is being received, without CR
    private int length;
    private boolean afterCarriageReturn;
    private boolean tooLong;
    private boolean broken;

    /**
     * Reads up to the end of one line and not an octet further; or everything, when the line does not end in {@code in}.
     *
     * @param maxOctets limit of the line with its CRLF
     */
    public Optional<Line> decode(ByteBuffer in, int maxOctets) {
        while (in.hasRemaining() && !broken) {
            byte octet = in.get();
            if (octet == '\n') {
                return Optional.of(afterCarriageReturn ? endLine() : breakOff());
            }
            if (afterCarriageReturn) {
                return Optional.of(breakOff());
            }
            if (octet == '\r') {
                afterCarriageReturn = true;
            } else {
                append(octet, maxOctets - 2);
            }
        }
        if (broken) {
            in.position(in.limit());
        }
        return Optional.empty();
    }

    private void append(byte octet, int maxLength) {
        if (tooLong || length >= maxLength) {
            tooLong = true;
            return;
        }
        if (length == text.length) {
            text = Arrays.copyOf(text, length * 2);
        }
        text[length++] = octet;
    }

    private Line endLine() {
        Line line = tooLong
                ? new Line.TooLong()
                : new Line.Complete(new String(text, 0, length, StandardCharsets.ISO_8859_1));
        Arrays.fill(text, 0, length, (byte) 0); // it may have been a password
        length = 0;
        afterCarriageReturn = false;
        tooLong = false;
        return line;
    }

    private Line breakOff() {
        broken = true;
        return new Line.BareNewline();
    }
}
