package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * What holds for connections of every service.
 *
 * @param drainSeconds how long sessions may go on after a stop, 0 to 600 (SVC-5)
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128 (CONN-3)
 * @param maxSessionsPerAccount ask {@link #sessionsPerAccount()}; null, as in records of before there was this component,
 *     for the default
 * @param bannerDisclosure ask {@link #disclosure()}; null, as before there was this component, for the default
 * @param ipv6Enabled ask {@link #listensOnIpv6()}; null, as before there was this component, for the default
 * @param trustedProxies whose word on the client is taken (SVC-15); null for nobody's
 */
public record ConnectionPolicy(
        int drainSeconds,
        int ipv6CountPrefix,
        @Nullable Integer maxSessionsPerAccount,
        @Nullable Disclosure bannerDisclosure,
        @Nullable Boolean ipv6Enabled,
        @Nullable IpGroupId trustedProxies) {
    private static final int SESSIONS_PER_ACCOUNT = 50;

    /** What holds until somebody changes it. */
    public static final ConnectionPolicy DEFAULT = new ConnectionPolicy(30, 64);

    /** What is told of the suite to who has not logged in (SVC-12). */
    public enum Disclosure {
        NONE,
        /** Its name. */
        PRODUCT,
        /** Its name and version. */
        FULL
    }

    /** A policy with the defaults for what is not said here. */
    public ConnectionPolicy(int drainSeconds, int ipv6CountPrefix, @Nullable Integer maxSessionsPerAccount) {
        this(drainSeconds, ipv6CountPrefix, maxSessionsPerAccount, null, null, null);
    }

    /** A policy with the default for what is not said here. */
    public ConnectionPolicy(int drainSeconds, int ipv6CountPrefix) {
        this(drainSeconds, ipv6CountPrefix, SESSIONS_PER_ACCOUNT);
    }

    /** What greetings tell of the suite. */
    public Disclosure disclosure() {
        return bannerDisclosure == null ? Disclosure.NONE : bannerDisclosure;
    }

    /** Whether listeners have IPv6 addresses too (SVC-13). */
    public boolean listensOnIpv6() {
        return ipv6Enabled == null || ipv6Enabled;
    }

    /** How many sessions of one protocol an account may have at once, 0 to 1000; 0 for no limit (CONN-8). */
    public int sessionsPerAccount() {
        return maxSessionsPerAccount == null ? SESSIONS_PER_ACCOUNT : maxSessionsPerAccount;
    }
}
