package org.letterlock.netty.listener;

import java.time.InstantSource;
import java.util.Optional;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.RefusalCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose PROXY header is taken, and what it may say (SVC-14). This is the first step of CONN-1: all others go by the address
 * that it has found. Safe for use by any thread.
 */
public final class TrustedProxies {
    private static final Logger LOG = LoggerFactory.getLogger(TrustedProxies.class);
    private static final IpAddress IPV6_UNSPECIFIED = IpAddress.parse("::").require();
    private static final int FIRST_IPV4_MULTICAST = 224; // multicast, and above it what nobody may have
    private static final int IPV6_MULTICAST = 0xFF; // RFC 4291 section 2.7

    private final AccessPolicies policies;
    private final RefusalCounts counts;
    private final Reports reports;

    /** Hears of what was refused. Called on event loops, so it must not wait. */
    @FunctionalInterface
    public interface Reports {
        /** @param count how many there were since the last report of this sender, this one included */
        void rejected(String service, IpAddress sender, String reason, int count);
    }

    /** Trusts whom the connection policy names. */
    public TrustedProxies(AccessPolicies policies, InstantSource clock, Reports reports) {
        this.policies = policies;
        this.counts = new RefusalCounts(clock);
        this.reports = reports;
    }

    /** Whether a header of that sender would be taken. */
    boolean trusts(IpAddress sender) {
        return policies.isMember(policies.connections().trustedProxies(), sender);
    }

    /**
     * Whether it connects for itself where others need a proxy: nothing locks an administrator out of the machine itself
     * (ADM-1), unless a proxy on it is trusted, from which it cannot be told.
     */
    boolean mayComeWithout(String service, IpAddress sender) {
        return ConnectionGate.isLocalAdministration(service, sender) && !trusts(sender);
    }

    /**
     * What is wrong with a client that a proxy names; empty where nothing is. The loopback address opens doors that are shut
     * for others, so only a proxy on this machine may name it.
     */
    static Optional<String> faultOf(IpAddress source, IpAddress sender) {
        if (!isOfOneHost(source)) {
            return Optional.of("the client's address is of no host");
        }
        return source.isLoopback() && !sender.isLoopback()
                ? Optional.of("a client on the loopback address of another machine")
                : Optional.empty();
    }

    /** A connection is closed because of its header, or for want of one. */
    void reject(String service, IpAddress sender, String reason) {
        counts.count(service, sender, "proxy").ifPresent(count -> {
            LOG.warn(
                    "{}: proxy.rejected: connection from {} closed: {} count={}",
                    RefusalCounts.label(service),
                    sender.format(),
                    reason,
                    count);
            reports.rejected(service, sender, reason, count);
        });
    }

    private static boolean isOfOneHost(IpAddress address) {
        int first = Byte.toUnsignedInt(address.octets()[0]);
        return switch (address.family()) {
            case IPV4 -> first != 0 && first < FIRST_IPV4_MULTICAST;
            case IPV6 -> first != IPV6_MULTICAST && !address.equals(IPV6_UNSPECIFIED);
        };
    }
}
