package org.letterlock.admin.service;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Which service listens where: one place has one service (SVC-3). A service that is switched off keeps its places. */
final class PortHolders {
    private static final String ANY = "any";
    private static final String LOOPBACK = "loopback";
    private static final Set<String> LOOPBACK_ADDRESSES = Set.of(LOOPBACK, "127.0.0.1", "::1");

    private record Place(String service, String address, int port) {}

    private final List<Place> places;

    private PortHolders(List<Place> places) {
        this.places = places;
    }

    /** The places under these policies. */
    static PortHolders of(List<ServicePolicy> policies) {
        List<Place> places = new ArrayList<>();
        for (ServicePolicy policy : policies) {
            ServiceCatalogue.find(policy.id()).ifPresent(service -> {
                service.listeners(policy)
                        .forEach(binding -> places.add(new Place(policy.id(), binding.address(), binding.port())));
                service.furtherPorts().forEach(port -> places.add(new Place(policy.id(), ANY, port)));
            });
        }
        return new PortHolders(places);
    }

    /** Answers {@code 409 port-in-use} where a place of the policy is another service's, or stands twice in it. */
    void requireFree(ServicePolicy policy) {
        List<Binding> seen = new ArrayList<>();
        for (Binding binding : policy.bindings()) {
            for (Place place : places) {
                if (!place.service().equals(policy.id()) && overlap(place.address(), place.port(), binding)) {
                    throw inUse(binding, place.service());
                }
            }
            for (Binding other : seen) {
                if (overlap(other.address(), other.port(), binding)) {
                    throw inUse(binding, policy.id());
                }
            }
            seen.add(binding);
        }
    }

    private static boolean overlap(String address, int port, Binding binding) {
        return port == binding.port()
                && (address.equals(ANY)
                        || binding.address().equals(ANY)
                        || address.equals(binding.address())
                        || isLoopback(address, binding.address()));
    }

    private static boolean isLoopback(String one, String other) {
        return LOOPBACK_ADDRESSES.contains(one)
                && LOOPBACK_ADDRESSES.contains(other)
                && (one.equals(LOOPBACK) || other.equals(LOOPBACK));
    }

    private static ProblemException inUse(Binding binding, String holder) {
        return new ProblemException(
                        ProblemType.PORT_IN_USE,
                        "Port %d on %s is held by %s.".formatted(binding.port(), binding.address(), holder))
                .with("holder", holder);
    }
}
