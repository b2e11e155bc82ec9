package org.letterlock.mailsyntax.dkim;

/** The two canonicalizations of RFC 6376 section 3.4, for header and body each. */
public enum Canonicalization {
    /** Tolerates almost no modification. */
    SIMPLE,
    /** Tolerates changes of white space and of the letter case of field names. */
    RELAXED
}
