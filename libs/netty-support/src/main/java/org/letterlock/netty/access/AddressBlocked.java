package org.letterlock.netty.access;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.letterlock.contracts.access.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A blocked address may not connect (GUESS-5). The exception is {@code smtp}: mail from there is still taken in, for other
 * people may write from behind the same address, unless it is blocked for what it did there (LIMIT-4); that nobody logs in is
 * the session's business.
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
        Optional<Refusal> refusal = refusal(service, peer);
        if (refusal.isEmpty()) {
            return refusal;
        }
        counts.count(service, peer, "block")
                .ifPresent(refused -> LOG.warn(
                        "{}: connection from blocked address {} refused count={}",
                        RefusalCounts.label(service),
                        peer.format(),
                        refused));
        return refusal;
    }

    @Override
    public boolean wouldRefuse(String service, IpAddress peer) {
        return refusal(service, peer).isPresent();
    }

    private Optional<Refusal> refusal(String service, IpAddress peer) {
        Instant now = clock.instant();
        if (service.equals(RECEPTION)) {
            return policies.isHarvester(peer, now) ? Optional.of(new Refusal.Harvesting()) : Optional.empty();
        }
        return policies.blockOf(peer, now).map(Refusal.AddressBlocked::new);
    }
}
