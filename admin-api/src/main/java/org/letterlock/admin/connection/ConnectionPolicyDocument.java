package org.letterlock.admin.connection;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.ipgroup.GroupReferences;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.ConnectionPolicy.Disclosure;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /connection-policy}. What is not said takes its default.
 *
 * @param drainSeconds how long sessions may go on after a service was stopped, 0 to 600; default 30
 * @param ipv6CountPrefix how many bits of an IPv6 address count as one client, 48 to 128; default 64
 * @param maxSessionsPerAccount of one protocol at once on each replica, 0 to 1000; 0 for no limit; default 50 (CONN-8)
 * @param bannerDisclosure what is told of the suite to who has not logged in; default NONE
 * @param ipv6Enabled whether listeners have IPv6 addresses too; default true
 * @param trustedProxies id of an IP group whose word on the client's address is taken; null for nobody's
 */
record ConnectionPolicyDocument(
        @Nullable Integer drainSeconds,
        @Nullable Integer ipv6CountPrefix,
        @Nullable Integer maxSessionsPerAccount,
        @Nullable Disclosure bannerDisclosure,
        @Nullable Boolean ipv6Enabled,
        @Nullable UUID trustedProxies) {
    static ConnectionPolicyDocument of(ConnectionPolicy policy) {
        return new ConnectionPolicyDocument(
                policy.drainSeconds(),
                policy.ipv6CountPrefix(),
                policy.sessionsPerAccount(),
                policy.disclosure(),
                policy.listensOnIpv6(),
                GroupReferences.shown(policy.trustedProxies()));
    }

    /** The policy, or every fault of the document at once. */
    ConnectionPolicy checked(GroupReferences groups) {
        ConnectionPolicy defaults = ConnectionPolicy.DEFAULT;
        Faults faults = new Faults();
        IpGroupId proxies = groups.check(trustedProxies, "/trustedProxies", faults);
        ConnectionPolicy policy = new ConnectionPolicy(
                faults.within(drainSeconds, defaults.drainSeconds(), 0, 600, "/drainSeconds"),
                faults.within(ipv6CountPrefix, defaults.ipv6CountPrefix(), 48, 128, "/ipv6CountPrefix"),
                faults.within(maxSessionsPerAccount, defaults.sessionsPerAccount(), 0, 1000, "/maxSessionsPerAccount"),
                bannerDisclosure == null ? defaults.disclosure() : bannerDisclosure,
                ipv6Enabled == null || ipv6Enabled,
                proxies);
        faults.throwIfAny();
        return policy;
    }
}
