package org.letterlock.contracts.access;

/**
 * What browsers are told to remember of the edge (HSTS-1, RFC 6797 section 6.1).
 *
 * @param maxAge seconds, 0 to 63072000
 */
public record HstsPolicy(int maxAge, boolean includeSubDomains, boolean preload) {
    /** What holds until somebody changes it. */
    public static final HstsPolicy DEFAULT = new HstsPolicy(31_536_000, false, false);
}
