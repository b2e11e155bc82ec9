package org.letterlock.auth.guessing;

import java.time.Duration;
import java.time.Instant;
import org.letterlock.contracts.access.GuessingPolicy;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;

/** What the policy says of failures. Pure; made anew for each decision. */
record GuessingRules(GuessingPolicy policy, IpGroups groups) {

    /** Whether a failure counts against the address (GUESS-1, GUESS-4). Of an IPv6 /64, exempt members do not count. */
    boolean countsAgainst(IpAddress address, String service) {
        IpGroupId exempt = policy.exemptGroup();
        return policy.addressBlock()
                && !policy.uncountedServices().contains(service)
                && (exempt == null || !groups.contains(exempt, address));
    }

    /** Whether these failures are too many. */
    boolean blocks(ClientTally tally) {
        return tally.failures() >= policy.failures();
    }

    /** Failures up to this instant no longer count against an address. */
    Instant windowStart(Instant now) {
        return now.minusSeconds(policy.windowSeconds());
    }

    /** How long an address is blocked. */
    Duration blockTime() {
        return Duration.ofSeconds(policy.blockSeconds());
    }

    /** Until when an account is locked that is locked now. */
    Instant lockEnd(Instant now) {
        return now.plusSeconds(policy.lockSeconds());
    }
}
