package org.letterlock.mailsyntax.header;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads a header section while the message arrives, in chunks of any size; the result does not depend on their borders. Holds
 * at most {@link HeaderLimits#sectionOctets} octets. Not safe for use by several threads.
 */
public final class HeaderSectionReader {
    private static final HeaderReading INCOMPLETE = new HeaderReading.Incomplete();

    private final HeaderLimits limits;
    // Owned by the caller's thread, like all that follows.
    private byte[] octets = new byte[2048];
    private int length;
    private int lineStart;
    private int consumed;
    private HeaderReading reading = INCOMPLETE;

    /** Starts before the first octet of a message. */
    public HeaderSectionReader(HeaderLimits limits) {
        this.limits = limits;
    }

    /** Takes octets up to the end of the section; leaves the buffer's position at the first octet of the body. */
    public HeaderReading feed(ByteBuffer chunk) {
        if (chunk.hasArray()) {
            HeaderReading result = feed(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
            chunk.position(chunk.position() + consumed);
            return result;
        }
        byte[] copy = new byte[Math.min(chunk.remaining(), limits.sectionOctets() + 3)];
        chunk.get(chunk.position(), copy);
        HeaderReading result = feed(copy, 0, copy.length);
        chunk.position(chunk.position() + consumed);
        return result;
    }

    /** As {@link #feed(ByteBuffer)}; {@link #consumed()} says how many octets were taken. */
    public HeaderReading feed(byte[] chunk, int offset, int count) {
        consumed = 0;
        int end = offset + count;
        for (int i = offset; i < end && reading instanceof HeaderReading.Incomplete; i++) {
            append(chunk[i]);
            consumed++;
        }
        return reading;
    }

    /** How many octets the last {@code feed} took; the rest of that chunk is body. */
    public int consumed() {
        return consumed;
    }

    /** The message ended before an empty line came: all of it is header. */
    public HeaderReading end() {
        if (reading instanceof HeaderReading.Incomplete) {
            complete(length);
        }
        return reading;
    }

    private void append(byte octet) {
        if (octet == 0) {
            reading = new HeaderReading.Refused(HeaderFault.NUL);
            return;
        }
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, Math.min(octets.length * 2, limits.sectionOctets() + 3));
        }
        octets[length++] = octet;
        if (octet == '\n') {
            int content = length - 1 - lineStart;
            if (content == 0 || (content == 1 && octets[lineStart] == '\r')) {
                complete(lineStart);
                return;
            }
            lineStart = length;
        }
        // An empty line behind a section of just the allowed size is not part of it.
        if (lineStart > limits.sectionOctets() || length > limits.sectionOctets() + 1) {
            reading = new HeaderReading.Refused(HeaderFault.SECTION_TOO_LARGE);
        }
    }

    private void complete(int sectionEnd) {
        reading = sectionEnd > limits.sectionOctets()
                ? new HeaderReading.Refused(HeaderFault.SECTION_TOO_LARGE)
                : HeaderSection.split(Arrays.copyOf(octets, length), sectionEnd, length, limits);
    }
}
