package org.letterlock.messageauth.dmarc;

/** What a record says of its own name by the psd tag (RFC 9989 section 4.7). */
enum SuffixRole {
    /** psd=y: a public suffix; who is one label below is an organization. */
    PUBLIC_SUFFIX,
    /** psd=n: an organization, whatever is above. */
    ORGANIZATION,
    /** psd=u or nothing. */
    UNKNOWN
}
