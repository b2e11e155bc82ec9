package org.letterlock.mailsyntax.conversion;

/**
 * A body that is in base64 already. Lines over 998 octets are broken anew, and octets above 127, which readers have to ignore
 * (RFC 2045 section 6.8), are left out; everything else stays as it is.
 */
final class Base64Wrapping implements PartContent {
    private static final int LINE = 76;

    private final Output output;
    private final boolean dropsEightBit;
    private final byte[] line = new byte[MAX_LINE + 1]; // and its CR
    private int length;
    private boolean isBroken; // this line is too long

    Base64Wrapping(Output output, ConversionScope scope) {
        this.output = output;
        this.dropsEightBit = scope == ConversionScope.TO_SEVEN_BIT;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            byte octet = octets[i];
            if (octet == '\n') {
                writeRest();
                output.write('\n');
                isBroken = false;
            } else if (octet >= 0 || !dropsEightBit) {
                add(octet);
            }
        }
    }

    @Override
    public void finish(Ending ending) {
        writeRest();
    }

    private void add(byte octet) {
        boolean full = length == MAX_LINE && octet != '\r';
        if (full || length > MAX_LINE || (isBroken && length >= LINE && octet != '\r')) {
            breakLine();
        }
        line[length++] = octet;
    }

    private void breakLine() {
        int start = 0;
        for (; length - start >= LINE; start += LINE) {
            // A hyphen is not of the alphabet, so nothing is lost; at the start of a line it could make a delimiter.
            if (isBroken || start > 0) {
                line[start] = line[start] == '-' ? (byte) ' ' : line[start];
            }
            output.write(line, start, LINE);
            output.crlf();
        }
        System.arraycopy(line, start, line, 0, length - start);
        length -= start;
        isBroken = true;
    }

    private void writeRest() {
        if (isBroken && length > 0 && line[0] == '-') {
            line[0] = ' ';
        }
        output.write(line, 0, length);
        length = 0;
    }
}
