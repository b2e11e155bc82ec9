package org.letterlock.admin.service;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.service.ServicePolicyStore.Versioned;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;

/** Services that begin in clear, beside those that do the same inside TLS from the first octet. */
public final class TlsTwins {
    private final ServicePolicyStore store;

    TlsTwins(ServicePolicyStore store) {
        this.store = store;
    }

    /** Whether a service that begins in clear runs while its twin does not (POL-12). */
    public boolean isOneStopped() {
        Map<String, Versioned> policies = store.all();
        return Arrays.stream(ServiceCatalogue.values())
                .filter(service -> runs(policies, service))
                .map(ServiceCatalogue::tlsTwin)
                .flatMap(Optional::stream)
                .anyMatch(twin -> !runs(policies, twin));
    }

    private static boolean runs(Map<String, Versioned> policies, ServiceCatalogue service) {
        return service.isAvailable()
                && Optional.ofNullable(policies.get(service.id()))
                        .map(Versioned::policy)
                        .filter(ServicePolicy::enabled)
                        .filter(policy -> !isStopped(policy.lastCommand()))
                        .isPresent();
    }

    private static boolean isStopped(@Nullable RunCommand command) {
        return command != null && command.action() == RunCommand.Action.STOP;
    }
}
