package org.letterlock.mailsyntax.conversion;

import java.util.Arrays;

/**
 * A body that is in quoted-printable already. Lines over 998 octets get soft line breaks, and what should have been encoded and
 * was not is; everything else stays as it is.
 */
final class QuotedPrintableWrapping implements PartContent {
    private static final byte[] ESCAPED_HYPHEN = {'=', '2', 'D'};
    private static final int LEAST_PIECE = MAX_LINE / 2;

    private final Output output;
    private final boolean encodesEightBit;
    private final byte[] line = new byte[MAX_LINE];
    private int length;
    private boolean changed; // in this line
    private boolean heldCr;

    QuotedPrintableWrapping(Output output, ConversionScope scope) {
        this.output = output;
        this.encodesEightBit = scope == ConversionScope.TO_SEVEN_BIT;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            take(octets[i]);
        }
    }

    @Override
    public void finish(Ending ending) {
        if (heldCr) {
            heldCr = false;
            add((byte) '\r');
        }
        writeLine();
    }

    private void take(byte octet) {
        if (octet == '\n') {
            writeLine();
            if (heldCr) {
                output.write('\r');
            }
            output.write('\n');
            heldCr = false;
            return;
        }
        if (heldCr) {
            heldCr = false;
            add((byte) '\r');
        }
        if (octet == '\r') {
            heldCr = true;
        } else if (octet < 0 && encodesEightBit) {
            changed = true;
            add((byte) '=');
            add(Output.hexHigh(octet));
            add(Output.hexLow(octet));
        } else {
            add(octet);
        }
    }

    private void add(byte octet) {
        if (length == MAX_LINE) {
            split();
        }
        line[length++] = octet;
    }

    private void split() {
        int at = splittingPoint();
        byte[] rest = Arrays.copyOfRange(line, at, length);
        length = at;
        writeLine();
        output.write('=');
        output.crlf();
        // What was in the middle of a line must not become a delimiter at the start of one.
        if (rest[0] == '-') {
            append(ESCAPED_HYPHEN, 0, ESCAPED_HYPHEN.length);
            append(rest, 1, rest.length - 1);
        } else {
            append(rest, 0, rest.length);
        }
    }

    // Not inside of an escape, and behind a letter: space at the end of the line, which readers remove, stays there.
    private int splittingPoint() {
        int latest = MAX_LINE - 1;
        for (int at = latest; at > LEAST_PIECE; at--) {
            boolean inEscape = line[at - 1] == '=' || line[at - 2] == '=';
            if (!inEscape && line[at - 1] != ' ' && line[at - 1] != '\t') {
                return at;
            }
        }
        return latest;
    }

    private void append(byte[] octets, int offset, int count) {
        System.arraycopy(octets, offset, line, length, count);
        length += count;
    }

    private void writeLine() {
        int start = 0;
        if (changed && length > 1 && line[0] == '-' && line[1] == '-') {
            for (; start < length && line[start] == '-'; start++) {
                output.write(ESCAPED_HYPHEN);
                output.write('=');
                output.crlf();
            }
        }
        output.write(line, start, length - start);
        length = 0;
        changed = false;
    }
}
