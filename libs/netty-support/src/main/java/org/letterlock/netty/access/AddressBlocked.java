package org.letterlock.netty.access;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.letterlock.contracts.access.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blocked address may not connect (GUESS-5). The exception is {@code smtp}: mail from there is still taken in, for other
 * people may write from behind the same address; that nobody logs in is the session's business there.
 */
final class AddressBlocked implements AcceptCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AddressBlocked.class);
    private static final String RECEPTION = "smtp";

    private final AccessPolicies policies;
    private final InstantSource clock;
    private final RefusalCounts counts;

    AddressBlocked(AccessPolicies policies, InstantSource clock, RefusalCounts counts) {
        this.policies = policies;
        this.clock = clock;
        this.counts = counts;
    }

    @Override
    public Stage stage() {
        return Stage.ADDRESS_BLOCK;
    }

    @Override
    public Optional<Refusal> judge(String service, IpAddress peer) {
        Optional<Duration> remaining = remaining(service, peer);
        if (remaining.isEmpty()) {
            return Optional.empty();
        }
        counts.count(service, peer, "block")
                .ifPresent(refused -> LOG.warn(
                        "{}: connection from blocked address {} refused count={}",
                        RefusalCounts.label(service),
                        peer.format(),
                        refused));
        return Optional.of(new Refusal.AddressBlocked(remaining.get()));
    }

    @Override
    public boolean wouldRefuse(String service, IpAddress peer) {
        return remaining(service, peer).isPresent();
    }

    private Optional<Duration> remaining(String service, IpAddress peer) {
        return service.equals(RECEPTION) ? Optional.empty() : policies.blockOf(peer, clock.instant());
    }
}
