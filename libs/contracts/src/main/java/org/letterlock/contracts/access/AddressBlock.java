package org.letterlock.contracts.access;

import java.time.Instant;

/**
 * An address, or the network that counts as one client, that may not connect for a while (GUESS-5).
 *
 * @param address in text form
 * @param prefixLength how many bits of it count; 32 for an IPv4 address
 * @param reason why it is blocked
 */
public record AddressBlock(String address, int prefixLength, Instant since, Instant until, Reason reason) {
    /** Why. */
    public enum Reason {
        /** Too many failed logins. */
        GUESSING,
        /** An administrator's doing. */
        BY_HAND,
        /** Too many unknown recipients (LIMIT-4). */
        HARVEST
    }
}
