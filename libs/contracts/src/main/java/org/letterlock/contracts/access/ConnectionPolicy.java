package org.letterlock.contracts.access;

/**
 * What holds for connections of every service.
 *
 * @param drainSeconds how long sessions may go on after a stop, 0 to 600 (SVC-5)
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128 (CONN-3)
 */
public record ConnectionPolicy(int drainSeconds, int ipv6CountPrefix) {
    /** What holds until somebody changes it. */
    public static final ConnectionPolicy DEFAULT = new ConnectionPolicy(30, 64);
}
