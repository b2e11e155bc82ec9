package org.letterlock.messageauth.dmarc;

/**
 * A domain that SPF or DKIM spoke about.
 *
 * @param method which of the two
 * @param outcome what it said
 * @param domain the domain of MAIL FROM (of HELO for the null reverse-path), or the d= of a signature; in any case, U-labels
 *     are taken too (RFC 8616)
 */
public record AuthenticatedIdentifier(Method method, Outcome outcome, String domain) {
    /** What authenticated. */
    public enum Method {
        SPF,
        DKIM
    }

    /** What matters of a result to DMARC (RFC 9989 section 5.3.4). */
    public enum Outcome {
        PASS,
        /** The DNS did not answer. */
        TEMPERROR,
        /** Any other: it proves nothing. */
        OTHER
    }
}
