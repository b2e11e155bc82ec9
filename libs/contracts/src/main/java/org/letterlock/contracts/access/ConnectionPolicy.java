package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * What holds for connections of every service.
 *
 * @param bannerDisclosure what peers that have not logged in may learn of the product (SVC-12)
 * @param trustedProxies whose PROXY and forwarding headers are believed (SVC-14, SVC-15); null for nobody's
 * @param drainSeconds how long sessions may go on after a stop, 0 to 600 (SVC-5)
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128 (CONN-3)
 * @param maxSessionsPerAccount logged-in sessions of an account per protocol family, 0 to 1000, 0 for no limit (CONN-8)
 */
public record ConnectionPolicy(
        BannerDisclosure bannerDisclosure,
        boolean ipv6Enabled,
        @Nullable IpGroupId trustedProxies,
        int drainSeconds,
        int ipv6CountPrefix,
        int maxSessionsPerAccount) {
    /** What holds until somebody changes it. */
    public static final ConnectionPolicy DEFAULT = new ConnectionPolicy(BannerDisclosure.NONE, true, null, 30, 64, 50);

    /** SVC-12. */
    public enum BannerDisclosure {
        /** Neither name nor version. */
        NONE,
        /** The name of the product. */
        PRODUCT,
        /** Name and version. */
        FULL
    }
}
