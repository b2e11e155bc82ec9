package org.letterlock.netty.tls;

import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.access.TlsPolicy.Version;

/**
 * What is spoken with one kind of peer (TLS-3).
 *
 * @param oldest the oldest version
 * @param legacySuites whether CBC and static-RSA suites of TLS 1.2 are taken too
 */
record TlsProfile(Version oldest, boolean legacySuites) {
    private static final String PORT_25 = "smtp";

    /** The profile of a service. */
    static TlsProfile of(TlsPolicy policy, String service) {
        return service.equals(PORT_25) ? smtp25(policy) : new TlsProfile(policy.services(), false);
    }

    /** The profile of mail between servers, in and out. */
    static TlsProfile smtp25(TlsPolicy policy) {
        return new TlsProfile(policy.smtp25(), policy.legacyPeers());
    }
}
