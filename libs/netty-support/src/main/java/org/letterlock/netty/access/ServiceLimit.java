package org.letterlock.netty.access;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.ServicePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * No more connections to a service at once than its policy says (CONN-2), over all replicas (CONN-5); a lowered limit ends
 * none (CONN-6).
 */
final class ServiceLimit implements AcceptCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLimit.class);

    private final AccessPolicies policies;
    private final RefusalCounts counts;
    private final LimitShares shares;
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    ServiceLimit(AccessPolicies policies, RefusalCounts counts, LimitShares shares) {
        this.policies = policies;
        this.counts = counts;
        this.shares = shares;
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE_LIMIT;
    }

    @Override
    public Optional<Refusal> judge(String service, IpAddress peer) {
        int limit = limitOf(service);
        int now = counter(service).incrementAndGet();
        if (limit == 0 || now <= shares.shareOf(limit) - shares.excessOfOthers(service)) {
            return Optional.empty();
        }
        counter(service).decrementAndGet();
        counts.count(service, peer, "limit")
                .ifPresent(refused -> LOG.warn(
                        "{}: {} connections from {} refused: limit {} reached",
                        RefusalCounts.label(service),
                        refused,
                        peer.format(),
                        limit));
        return Optional.of(new Refusal.TooManyConnections());
    }

    @Override
    public void released(String service, IpAddress peer) {
        counter(service).decrementAndGet();
    }

    /** How many connections there are beyond this replica's share, by service, where there are any. */
    Map<String, Integer> beyondShare() {
        Map<String, Integer> beyond = new HashMap<>();
        open.forEach((service, count) -> {
            int limit = limitOf(service);
            int excess = count.get() - shares.shareOf(limit);
            if (limit > 0 && excess > 0) {
                beyond.put(service, excess);
            }
        });
        return beyond;
    }

    private int limitOf(String service) {
        return policies.findService(service).map(ServicePolicy::maxConnections).orElse(0);
    }

    private AtomicInteger counter(String service) {
        return open.computeIfAbsent(service, _ -> new AtomicInteger());
    }
}
