package org.letterlock.mailsyntax.conversion;

/**
 * Encodes a body in quoted-printable (RFC 2045 section 6.7), in lines of up to 76 characters. CRLF is a line break; CR or LF
 * alone is content. No line of the result begins with two hyphens, so that none becomes a delimiter.
 */
final class QuotedPrintableEncoder implements PartContent {
    private static final int LINE = 75; // without the "=" of a soft line break
    private static final int ESCAPE = 3;

    private final Output output;
    private int column;
    private boolean lineStartsWithHyphen;
    private int heldSpace = -1; // a space or tab at the end of a line must be encoded, others need not
    private boolean heldCr;

    QuotedPrintableEncoder(Output output) {
        this.output = output;
    }

    @Override
    public void write(byte[] octets, int offset, int count) {
        for (int i = offset; i < offset + count; i++) {
            take(octets[i] & 0xFF);
        }
    }

    @Override
    public void finish(Ending ending) {
        if (heldCr) {
            bareCr();
        }
        escapeHeldSpace();
    }

    private void take(int octet) {
        if (heldCr && octet == '\n') {
            heldCr = false;
            escapeHeldSpace();
            output.crlf();
            column = 0;
            return;
        }
        if (heldCr) {
            bareCr();
        }
        if (octet == '\r') {
            heldCr = true;
        } else if (octet == ' ' || octet == '\t') {
            releaseHeldSpace();
            heldSpace = octet;
        } else {
            releaseHeldSpace();
            if (octet > ' ' && octet < 0x7F && octet != '=') {
                literal(octet);
            } else {
                escape(octet);
            }
        }
    }

    private void bareCr() {
        heldCr = false;
        releaseHeldSpace();
        escape('\r');
    }

    private void releaseHeldSpace() {
        if (heldSpace >= 0) {
            int space = heldSpace;
            heldSpace = -1;
            literal(space);
        }
    }

    private void escapeHeldSpace() {
        if (heldSpace >= 0) {
            escape(heldSpace);
            heldSpace = -1;
        }
    }

    private void literal(int octet) {
        makeRoom(1);
        if (octet == '-' && column == 1 && lineStartsWithHyphen) {
            escape(octet);
            return;
        }
        if (column == 0) {
            lineStartsWithHyphen = octet == '-';
        }
        output.write(octet);
        column++;
    }

    private void escape(int octet) {
        makeRoom(ESCAPE);
        if (column == 0) {
            lineStartsWithHyphen = false;
        }
        output.escaped(octet);
        column += ESCAPE;
    }

    private void makeRoom(int characters) {
        if (column + characters > LINE) {
            output.write('=');
            output.crlf();
            column = 0;
        }
    }
}
