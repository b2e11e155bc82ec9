package org.letterlock.contracts.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What happens to those who guess passwords (GUESS-1 to GUESS-8).
 *
 * @param addressBlock whether addresses are blocked at all
 * @param failures 1 to 1000, that block an address
 * @param windowSeconds 10 to 3600, within which they count
 * @param blockSeconds 30 to 86 400
 * @param uncountedServices services whose failures do not count
 * @param exemptGroup is never blocked (GUESS-4); null for nobody
 * @param accountLock whether accounts are locked at all
 * @param lockAfter 1 to 100 failures in a row
 * @param lockSeconds 30 to 86 400
 */
public record GuessingPolicy(
        boolean addressBlock,
        int failures,
        int windowSeconds,
        int blockSeconds,
        Set<String> uncountedServices,
        @Nullable IpGroupId exemptGroup,
        boolean accountLock,
        int lockAfter,
        int lockSeconds) {
    /** What holds until somebody changes it. */
    public static final GuessingPolicy DEFAULT = new GuessingPolicy(true, 10, 60, 300, Set.of(), null, true, 3, 300);

    public GuessingPolicy {
        uncountedServices = Set.copyOf(uncountedServices);
    }
}
