package org.letterlock.mailsyntax.conversion;

/** What a {@link MessageConverter} removes from the bodies of a message. */
public enum ConversionScope {
    /** Whatever is not 7-bit data (RFC 2045 section 2.7): octets above 127, NUL, CR or LF alone, lines over 998 octets. */
    TO_SEVEN_BIT,
    /** Lines over 998 octets (RFC 5322 section 2.1.1) only. */
    LONG_LINES
}
