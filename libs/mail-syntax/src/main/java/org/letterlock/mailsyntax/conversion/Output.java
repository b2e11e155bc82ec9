package org.letterlock.mailsyntax.conversion;

import java.nio.ByteBuffer;

/** Gathers small pieces of the converted body. Owned by one {@link MessageConverter}. */
final class Output {
    private static final int SIZE = 8192;
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F'};

    private final ConvertedMessage target;
    private final byte[] gathered = new byte[SIZE];
    private int length;

    Output(ConvertedMessage target) {
        this.target = target;
    }

    void write(int octet) {
        if (length == SIZE) {
            flush();
        }
        gathered[length++] = (byte) octet;
    }

    void write(byte[] octets, int offset, int count) {
        if (count > SIZE - length) {
            flush();
        }
        if (count > SIZE) {
            target.body(ByteBuffer.wrap(octets, offset, count));
        } else {
            System.arraycopy(octets, offset, gathered, length, count);
            length += count;
        }
    }

    void write(byte[] octets) {
        write(octets, 0, octets.length);
    }

    void crlf() {
        write('\r');
        write('\n');
    }

    /** An octet as quoted-printable writes it. */
    void escaped(int octet) {
        write('=');
        write(hexHigh(octet));
        write(hexLow(octet));
    }

    static byte hexHigh(int octet) {
        return HEX[(octet >> 4) & 0xF];
    }

    static byte hexLow(int octet) {
        return HEX[octet & 0xF];
    }

    void flush() {
        if (length > 0) {
            int count = length;
            length = 0;
            target.body(ByteBuffer.wrap(gathered, 0, count));
        }
    }
}
