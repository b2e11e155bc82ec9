package org.letterlock.netty.access;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Only members of the service's allowed group may connect (SVC-8). */
final class AllowedGroup implements AcceptCheck {
    private static final Logger LOG = LoggerFactory.getLogger(AllowedGroup.class);

    private final AccessPolicies policies;
    private final RefusalCounts counts;

    AllowedGroup(AccessPolicies policies, RefusalCounts counts) {
        this.policies = policies;
        this.counts = counts;
    }

    @Override
    public Stage stage() {
        return Stage.ALLOWED_GROUP;
    }

    @Override
    public Optional<Refusal> judge(String service, IpAddress peer) {
        if (!wouldRefuse(service, peer)) {
            return Optional.empty();
        }
        // The group goes by its id here: its name is sealed wherever it is stored (ENC-7), and a log file is clear.
        counts.count(service, peer, "group")
                .ifPresent(refused -> LOG.warn(
                        "{}: connection from {} refused: address not in group '{}' count={}",
                        RefusalCounts.label(service),
                        peer.format(),
                        groupOf(service),
                        refused));
        return Optional.of(new Refusal.AddressNotPermitted());
    }

    @Override
    public boolean wouldRefuse(String service, IpAddress peer) {
        return policies.findService(service)
                .filter(policy -> !policy.admits(peer, policies.groups()))
                .isPresent();
    }

    private @Nullable IpGroupId groupOf(String service) {
        return policies.findService(service).map(ServicePolicy::allowedGroup).orElse(null);
    }
}
