package org.letterlock.auth.login;

import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.replica.ReplicatedIpGroups;

/** The rules by which clients are let in now, as they have arrived here. Safe for use by any thread. */
public final class RulesInForce implements Supplier<LoginRules> {
    private final ReplicatedView<SecurityPolicy> security;
    private final ReplicatedView<ServicePolicy> services;
    private final ReplicatedView<AccessPolicy> policies;
    private final ReplicatedIpGroups groups;

    RulesInForce(Views views, ReplicatedIpGroups groups) {
        security = views.viewOf(Topics.POLICY_SECURITY);
        services = views.viewOf(Topics.POLICY_SERVICES);
        policies = views.viewOf(Topics.POLICY_ACCESS);
        this.groups = groups;
    }

    @Override
    public LoginRules get() {
        return new LoginRules(
                security.find("security").orElse(SecurityPolicy.DEFAULT),
                services.values().stream().collect(Collectors.toMap(ServicePolicy::id, Function.identity())),
                groups.get(),
                policies.values().stream().collect(Collectors.toMap(AccessPolicy::id, Function.identity())));
    }
}
