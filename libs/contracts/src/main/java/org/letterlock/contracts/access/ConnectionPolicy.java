package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * What holds for connections of every service.
 *
 * @param drainSeconds how long sessions may go on after a stop, 0 to 600 (SVC-5)
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128 (CONN-3)
 * @param maxSessionsPerAccount ask {@link #sessionsPerAccount()}; null, as in records of before there was this component,
 *     for the default
 */
public record ConnectionPolicy(
        int drainSeconds, int ipv6CountPrefix, @Nullable Integer maxSessionsPerAccount) {
    private static final int SESSIONS_PER_ACCOUNT = 50;

    /** What holds until somebody changes it. */
    public static final ConnectionPolicy DEFAULT = new ConnectionPolicy(30, 64);

    /** A policy with the default for what is not said here. */
    public ConnectionPolicy(int drainSeconds, int ipv6CountPrefix) {
        this(drainSeconds, ipv6CountPrefix, SESSIONS_PER_ACCOUNT);
    }

    /** How many sessions of one protocol an account may have at once, 0 to 1000; 0 for no limit (CONN-8). */
    public int sessionsPerAccount() {
        return maxSessionsPerAccount == null ? SESSIONS_PER_ACCOUNT : maxSessionsPerAccount;
    }
}
