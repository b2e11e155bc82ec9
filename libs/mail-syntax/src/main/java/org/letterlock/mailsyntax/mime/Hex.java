package org.letterlock.mailsyntax.mime;

/** Two hexadecimal digits, as in quoted-printable and RFC 2231. */
final class Hex {
    private Hex() {}

    /** The octet written at {@code offset}, or -1 if there are no two digits of ASCII. */
    static int octet(String text, int offset) {
        if (offset + 1 >= text.length()) {
            return -1;
        }
        int high = digit(text.charAt(offset));
        int low = digit(text.charAt(offset + 1));
        return high < 0 || low < 0 ? -1 : (high << 4) | low;
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
