package org.letterlock.mailsyntax.conversion;

/** Whether octets are 7-bit data (RFC 2045 section 2.7), and if not, which encoding suits them. */
final class Cleanness {
    /** Where more than every sixth octet has to be escaped, base64 is shorter than quoted-printable. */
    private static final int SIXTH = 6;

    private boolean hasLongLine;
    private boolean hasEightBit;
    private boolean isBinary; // NUL, or CR or LF alone
    private long octets;
    private long escapes; // that quoted-printable would need
    private int column;
    private boolean afterCr;

    void add(byte[] chunk, int offset, int count) {
        octets += count;
        for (int i = offset; i < offset + count; i++) {
            add(chunk[i]);
        }
    }

    private void add(byte octet) {
        if (octet == '\n') {
            isBinary |= !afterCr;
            column = 0;
            afterCr = false;
            return;
        }
        if (afterCr) {
            isBinary = true;
            column++; // the CR was content
        }
        afterCr = octet == '\r';
        if (!afterCr) {
            column++;
            hasEightBit |= octet < 0;
            isBinary |= octet == 0;
            if (octet == '=' || octet == 0x7F || (octet < ' ' && octet != '\t')) {
                escapes++;
            }
        }
        hasLongLine |= column > PartContent.MAX_LINE;
    }

    /** So far, with nothing of that kind behind. */
    boolean isClean(ConversionScope scope) {
        return switch (scope) {
            case TO_SEVEN_BIT -> !hasLongLine && !hasEightBit && !isBinary && !afterCr;
            case LONG_LINES -> !hasLongLine;
        };
    }

    boolean suitsQuotedPrintable(boolean isText) {
        return escapes * SIXTH <= octets && (isText || !isBinary);
    }
}
