package org.letterlock.smtp.framing;

import java.nio.ByteBuffer;

/** Finds line ends eight octets at a time. */
final class Newlines {
    private static final long LOW_BITS = 0x0101_0101_0101_0101L;
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final long ALL_CR = LOW_BITS * '\r';
    private static final long ALL_LF = LOW_BITS * '\n';

    private Newlines() {}

    /** Index of the first CR or LF in {@code [from, to)}, or {@code to} when there is none. */
    static int indexOf(ByteBuffer in, int from, int to) {
        int index = from;
        while (index <= to - Long.BYTES) {
            long octets = in.getLong(index);
            if ((zeroOctets(octets ^ ALL_CR) | zeroOctets(octets ^ ALL_LF)) != 0) {
                break;
            }
            index += Long.BYTES;
        }
        while (index < to) {
            byte octet = in.get(index);
            if (octet == '\r' || octet == '\n') {
                return index;
            }
            index++;
        }
        return to;
    }

    // Not zero exactly when one of the eight octets is zero.
    private static long zeroOctets(long octets) {
        return (octets - LOW_BITS) & ~octets & HIGH_BITS;
    }
}
