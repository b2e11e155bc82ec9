package org.letterlock.mailsyntax.header;

/** What can be wrong with a header section. The first four end the reading (HDR-5); the others matter to strict readers only. */
public enum HeaderFault {
    /** The whole is larger than {@link HeaderLimits#sectionOctets}. */
    SECTION_TOO_LARGE,
    /** More fields than {@link HeaderLimits#fields}. */
    TOO_MANY_FIELDS,
    /** One field is larger than {@link HeaderLimits#fieldOctets}. */
    FIELD_TOO_LARGE,
    /** A NUL octet. */
    NUL,
    /** A line that is neither a field nor the continuation of one, or a name with other octets than ftext. */
    NOT_A_FIELD,
    /** White space between name and colon, which RFC 5322 section 4.5 has readers accept but nobody write. */
    SPACE_BEFORE_COLON,
    /** CR or LF alone. */
    BARE_CR_OR_LF,
    /** A continuation line of white space only; some readers end the header section there. */
    BLANK_CONTINUATION,
    /** The last field has no CRLF, or no empty line follows. */
    UNTERMINATED
}
