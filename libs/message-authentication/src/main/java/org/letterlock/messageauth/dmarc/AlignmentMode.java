package org.letterlock.messageauth.dmarc;

/** How near an authenticated domain must be to the author's (RFC 9989 section 3.2.10). */
public enum AlignmentMode {
    /** The same organizational domain. */
    RELAXED,
    /** The same domain. */
    STRICT
}
