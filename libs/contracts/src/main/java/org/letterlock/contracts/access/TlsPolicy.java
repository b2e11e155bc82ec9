package org.letterlock.contracts.access;

/**
 * Which TLS is spoken (TLS-1 to TLS-3). SSL, TLS 1.0 and TLS 1.1 never are.
 *
 * @param services the oldest version of all services but port 25
 * @param smtp25 the oldest version of port 25, in and out
 * @param legacyPeers whether port 25 also takes CBC and static-RSA suites of TLS 1.2
 */
public record TlsPolicy(Version services, Version smtp25, boolean legacyPeers) {
    /** What holds until somebody changes it. */
    public static final TlsPolicy DEFAULT = new TlsPolicy(Version.TLS_1_2, Version.TLS_1_2, false);

    /** A version of TLS. */
    public enum Version {
        TLS_1_2,
        TLS_1_3
    }
}
