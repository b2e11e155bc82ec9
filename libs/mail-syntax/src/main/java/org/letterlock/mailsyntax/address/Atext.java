package org.letterlock.mailsyntax.address;

/** Character classes of RFC 5322 section 3.2. */
final class Atext {
    private static final String PUNCTUATION = "!#$%&'*+-/=?^_`{|}~";

    private Atext() {}

    // atext = ALPHA / DIGIT / one of the punctuation above, section 3.2.3
    static boolean isAtext(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || (c >= 0 && PUNCTUATION.indexOf(c) >= 0);
    }

    // RFC 6532 section 3.2: atext, ctext, qtext and dtext take UTF8-non-ascii as well. U+0080 to U+009F are controls.
    static boolean isNonAscii(int c) {
        return c >= 0xA0;
    }

    static boolean isWsp(int c) {
        return c == ' ' || c == '\t';
    }

    static boolean isVisible(int c) {
        return c > 0x20 && c < 0x7F;
    }
}
