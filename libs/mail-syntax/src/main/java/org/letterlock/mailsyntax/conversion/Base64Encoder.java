package org.letterlock.mailsyntax.conversion;

import java.util.Arrays;
import java.util.Base64;

/** Encodes a body in base64 (RFC 2045 section 6.8), in lines of 76 characters. */
final class Base64Encoder implements PartContent {
    private static final int LINE = 57; // octets that make 76 characters

    private final Output output;
    private final byte[] line = new byte[LINE];
    private int length;
    private boolean hasLines;

    Base64Encoder(Output output) {
        this.output = output;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        int taken = 0;
        while (taken < count) {
            if (length == LINE) {
                writeLine(line);
                length = 0;
            }
            int next = Math.min(count - taken, LINE - length);
            System.arraycopy(octets, offset + taken, line, length, next);
            length += next;
            taken += next;
        }
    }

    @Override
    public void finish(Ending ending) {
        if (length > 0) {
            writeLine(Arrays.copyOf(line, length));
        }
        if (ending == Ending.END_OF_MESSAGE) {
            output.crlf();
        }
    }

    private void writeLine(byte[] octets) {
        if (hasLines) {
            output.crlf();
        }
        hasLines = true;
        output.write(Base64.getEncoder().encode(octets));
    }
}
