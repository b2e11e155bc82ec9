package org.letterlock.mailsyntax.address;

/** Ways of writing an address-list that RFC 5322 section 4 has readers accept but nobody write, and other traps. */
public enum ObsoleteSyntax {
    /** A dot in a display name that is not quoted, as in {@code John Q. Public <j@example.org>}; common and harmless. */
    DOT_IN_PHRASE,
    /** Nothing between two commas. */
    EMPTY_ELEMENT,
    /** A source route in front of the address, {@code <@a.example,@b.example:c@d.example>}. */
    ROUTE,
    /** White space or a comment around a dot inside a local-part or domain. */
    SPACE_IN_ADDRESS,
    /** A local-part of several words, such as {@code "a".b}. */
    SEVERAL_WORDS,
    /** A local-part that looks like an encoded word; a reader that decodes it sees another address. */
    ENCODED_WORD_IN_ADDRESS;

    /** Whether readers are known to disagree on which address is meant. */
    public boolean isAmbiguous() {
        return switch (this) {
            case DOT_IN_PHRASE, EMPTY_ELEMENT -> false;
            case ROUTE, SPACE_IN_ADDRESS, SEVERAL_WORDS, ENCODED_WORD_IN_ADDRESS -> true;
        };
    }
}
