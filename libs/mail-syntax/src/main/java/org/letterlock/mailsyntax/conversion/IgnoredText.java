package org.letterlock.mailsyntax.conversion;

/**
 * A preamble or epilogue (RFC 2046 section 5.1.1), which no reader shows. Octets above 127 become question marks and lines end
 * after 998 octets; a line changed so never becomes a delimiter.
 */
final class IgnoredText implements PartContent {
    private final Output output;
    private final boolean dropsEightBit;
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private boolean changed;
    private boolean heldCr;

    IgnoredText(Output output, ConversionScope scope) {
        this.output = output;
        this.dropsEightBit = scope == ConversionScope.TO_SEVEN_BIT;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                writeLine();
                if (heldCr) {
                    output.write('\r');
                }
                output.write('\n');
                heldCr = false;
            } else {
                if (heldCr) {
                    heldCr = false;
                    add((byte) '\r');
                }
                if (octet == '\r') {
                    heldCr = true;
                } else {
                    add(octet);
                }
            }
        }
    }

    @Override
    public void finish(Ending ending) {
        writeLine();
        if (heldCr) {
            output.write('\r');
        }
    }

    private void add(byte octet) {
        if (length == MAX_LINE) {
            return;
        }
        boolean unwanted = octet < 0 && dropsEightBit;
        changed |= unwanted;
        line[length++] = unwanted ? (byte) '?' : octet;
    }

    private void writeLine() {
        if (changed && line[0] == '-') {
            line[0] = ' ';
        }
        output.write(line, 0, length);
        length = 0;
        changed = false;
    }
}
