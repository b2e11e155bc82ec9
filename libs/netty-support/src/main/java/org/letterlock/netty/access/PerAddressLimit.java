package org.letterlock.netty.access;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpAddress.Family;
import org.letterlock.contracts.access.ServicePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No more connections of one client to a service at once than its policy says (CONN-3). All addresses of an IPv6 prefix are
 * one client. Members of the service's exempt group are counted, but never refused (CONN-4). A lowered limit ends no
 * connection (CONN-6).
 */
final class PerAddressLimit implements AcceptCheck {
    private static final Logger LOG = LoggerFactory.getLogger(PerAddressLimit.class);

    private final AccessPolicies policies;
    private final RefusalCounts counts;
    private final LimitShares shares;
    private final Map<String, Connections> open = new ConcurrentHashMap<>();

    PerAddressLimit(AccessPolicies policies, RefusalCounts counts, LimitShares shares) {
        this.policies = policies;
        this.counts = counts;
        this.shares = shares;
    }

    @Override
    public Stage stage() {
        return Stage.PER_ADDRESS_LIMIT;
    }

    @Override
    public Optional<Refusal> judge(String service, IpAddress peer) {
        int limit = policies.findService(service)
                .filter(policy -> !policies.isMember(policy.perAddressExempt(), peer))
                .map(ServicePolicy::maxConnectionsPerAddress)
                .orElse(0);
        if (open.computeIfAbsent(service, _ -> new Connections()).add(peer, shareOf(limit), prefixLength(peer))) {
            return Optional.empty();
        }
        counts.count(service, peer, "address-limit")
                .ifPresent(refused -> LOG.warn(
                        "{}: {} connections from {} refused: limit {} reached",
                        RefusalCounts.label(service),
                        refused,
                        peer.format(),
                        limit));
        return Optional.of(new Refusal.TooManyFromAddress());
    }

    @Override
    public void released(String service, IpAddress peer) {
        Connections connections = open.get(service);
        if (connections != null) {
            connections.remove(peer);
        }
    }

    /** How many addresses are remembered: those that have connections now. */
    int addresses() {
        return open.values().stream().mapToInt(Connections::addresses).sum();
    }

    private OptionalInt shareOf(int limit) {
        return limit == 0 ? OptionalInt.empty() : OptionalInt.of(shares.shareOf(limit));
    }

    private int prefixLength(IpAddress peer) {
        return peer.family() == Family.IPV6 ? policies.connections().ipv6CountPrefix() : Family.IPV4.bits();
    }

    /**
     * The connections to one service. They are kept by their own addresses and added up by prefix when one is judged, so a
     * changed prefix length holds at once for those that are open.
     */
    private static final class Connections {
        private final NavigableMap<IpAddress, Integer> byAddress = new TreeMap<>();

        synchronized boolean add(IpAddress peer, OptionalInt limit, int prefixLength) {
            if (limit.isPresent() && reaches(limit.getAsInt(), peer, prefixLength)) {
                return false;
            }
            byAddress.merge(peer, 1, Integer::sum);
            return true;
        }

        synchronized void remove(IpAddress peer) {
            byAddress.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
        }

        synchronized int addresses() {
            return byAddress.size();
        }

        private boolean reaches(int limit, IpAddress peer, int prefixLength) {
            if (limit == 0) {
                return true;
            }
            int sum = 0;
            for (int count : byAddress
                    .subMap(peer.first(prefixLength), true, peer.last(prefixLength), true)
                    .values()) {
                sum += count;
                if (sum >= limit) {
                    return true;
                }
            }
            return false;
        }
    }
}
