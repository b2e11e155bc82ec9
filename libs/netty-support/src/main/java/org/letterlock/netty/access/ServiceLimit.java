package org.letterlock.netty.access;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.ServicePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** No more connections to a service at once than its policy says (CONN-2); a lowered limit ends none (CONN-6). */
final class ServiceLimit implements AcceptCheck {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceLimit.class);

    private final AccessPolicies policies;
    private final RefusalCounts counts;
    private final Map<String, AtomicInteger> open = new ConcurrentHashMap<>();

    ServiceLimit(AccessPolicies policies, RefusalCounts counts) {
        this.policies = policies;
        this.counts = counts;
    }

    @Override
    public Stage stage() {
        return Stage.SERVICE_LIMIT;
    }

    @Override
    public Optional<Refusal> judge(String service, IpAddress peer) {
        int limit =
                policies.findService(service).map(ServicePolicy::maxConnections).orElse(0);
        int now = counter(service).incrementAndGet();
        if (limit == 0 || now <= limit) {
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

    private AtomicInteger counter(String service) {
        return open.computeIfAbsent(service, _ -> new AtomicInteger());
    }
}
