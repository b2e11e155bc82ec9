package org.letterlock.admin.connection;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /connection-policy}. What is not said takes its default.
 *
 * @param drainSeconds how long sessions may go on after a service was stopped, 0 to 600; default 30
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128; default 64
 */
record ConnectionPolicyDocument(
        @Nullable Integer drainSeconds, @Nullable Integer ipv6CountPrefix) {
    static ConnectionPolicyDocument of(ConnectionPolicy policy) {
        return new ConnectionPolicyDocument(policy.drainSeconds(), policy.ipv6CountPrefix());
    }

    /** The policy, or every fault of the document at once. */
    ConnectionPolicy checked() {
        ConnectionPolicy defaults = ConnectionPolicy.DEFAULT;
        Faults faults = new Faults();
        ConnectionPolicy policy = new ConnectionPolicy(
                faults.within(drainSeconds, defaults.drainSeconds(), 0, 600, "/drainSeconds"),
                faults.within(ipv6CountPrefix, defaults.ipv6CountPrefix(), 48, 128, "/ipv6CountPrefix"));
        faults.throwIfAny();
        return policy;
    }
}
