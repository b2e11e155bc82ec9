package org.letterlock.admin.explain;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.explain.AccessExplanation.Rule;
import org.letterlock.admin.explain.AccessExplanation.ServiceAccess;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.netty.access.AcceptCheck.Stage;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.service.kafka.ReplicatedView;

/**
 * Says what somebody may connect to, by the engines that decide it: the gate of every listener and the judge of access
 * policies (EXP-6). How many connections there are is known to the listeners alone, so limits are left out.
 */
final class AccessExplainer {
    private final Supplier<List<ServicePolicy>> services;
    private final AccessPolicies policies;
    private final ConnectionGate gate;
    private final ReplicatedView<AccessPolicy> accessPolicies;
    private final InstantSource clock;

    /** @param services the policy of every service there is */
    AccessExplainer(
            Supplier<List<ServicePolicy>> services,
            AccessPolicies policies,
            ConnectionGate gate,
            ReplicatedView<AccessPolicy> accessPolicies,
            InstantSource clock) {
        this.services = services;
        this.policies = policies;
        this.gate = gate;
        this.accessPolicies = accessPolicies;
        this.clock = clock;
    }

    /** @param account null where nobody in particular is asked about */
    AccessExplanation explain(IpAddress peer, @Nullable AccountRecord account) {
        return new AccessExplanation(
                peer.format(),
                account == null ? null : account.id().value(),
                services.get().stream()
                        .sorted(Comparator.comparing(ServicePolicy::id))
                        .map(service -> explain(service, peer, account))
                        .toList());
    }

    private ServiceAccess explain(ServicePolicy service, IpAddress peer, @Nullable AccountRecord account) {
        if (!service.enabled() || isStopped(service)) {
            return ServiceAccess.denied(
                    service.id(),
                    name(Stage.SERVICE_STATE),
                    null,
                    "The service is stopped, disabled or not there yet.");
        }
        boolean isBehindProxies = !service.bindings().isEmpty()
                && service.bindings().stream().allMatch(ServicePolicy.Binding::proxyProtocol)
                && !ConnectionGate.isLocalAdministration(service.id(), peer);
        if (isBehindProxies && policies.connections().trustedProxies() == null) {
            return ServiceAccess.denied(
                    service.id(),
                    name(Stage.PROXY_HEADER),
                    null,
                    "Connections have to come from a trusted proxy, and there is none.");
        }
        ServiceAccess access = afterHeader(service, peer, account);
        return isBehindProxies && access.allowed()
                ? new ServiceAccess(
                        service.id(),
                        true,
                        null,
                        null,
                        "Through a trusted proxy only, whose PROXY header names the address.")
                : access;
    }

    private ServiceAccess afterHeader(ServicePolicy service, IpAddress peer, @Nullable AccountRecord account) {
        Optional<Stage> refusing = gate.explain(service.id(), peer);
        if (refusing.isPresent()) {
            return atAccept(service, peer, refusing.get());
        }
        return account == null
                ? ServiceAccess.allowed(service.id())
                : AccessService.ofPort(service.id())
                        .map(family -> afterLogin(service.id(), family, peer, account))
                        .orElseGet(() -> ServiceAccess.allowed(service.id()));
    }

    private ServiceAccess atAccept(ServicePolicy service, IpAddress peer, Stage refusing) {
        IpGroupId group = service.allowedGroup();
        return switch (refusing) {
            case ALLOWED_GROUP ->
                ServiceAccess.denied(
                        service.id(),
                        name(refusing),
                        group == null ? null : rule(group),
                        "The address is not in the group that may connect.");
            case ADDRESS_BLOCK ->
                ServiceAccess.denied(
                        service.id(),
                        name(refusing),
                        null,
                        "The address is blocked for another %d s."
                                .formatted(policies.blockOf(peer, clock.instant())
                                        .map(Duration::toSeconds)
                                        .orElse(0L)));
            case PROXY_HEADER, SERVICE_STATE, SEALED_STORE, SERVICE_LIMIT, PER_ADDRESS_LIMIT ->
                ServiceAccess.denied(service.id(), name(refusing), null, "The listener refuses the connection.");
        };
    }

    private ServiceAccess afterLogin(String service, AccessService family, IpAddress peer, AccountRecord account) {
        if (!account.enabled() || !account.mayLogIn()) {
            return ServiceAccess.denied(service, "account-state", null, "The account is disabled or may not log in.");
        }
        AccessVerdict verdict =
                AccessVerdict.judge(account.accessPolicy(), this::findPolicy, family, peer, policies.groups());
        return switch (verdict) {
            case AccessVerdict.Allowed() -> ServiceAccess.allowed(service);
            case AccessVerdict.Denied(AccessPolicy policy, AccessPolicy.Rule rule) ->
                ServiceAccess.denied(
                        service,
                        "access-policy",
                        new Rule(policy.id().value(), policy.name()),
                        "The rule %s:%s denies it."
                                .formatted(rule.service(), rule.verdict().word()));
            case AccessVerdict.Undecided _ ->
                ServiceAccess.denied(service, "access-policy", null, "The access policy has not arrived yet.");
        };
    }

    private Optional<AccessPolicy> findPolicy(AccessPolicyId id) {
        return accessPolicies.find(id.toString());
    }

    private Rule rule(IpGroupId group) {
        return new Rule(
                group.value(), policies.groups().find(group).map(IpGroup::name).orElse(""));
    }

    private static boolean isStopped(ServicePolicy service) {
        ServicePolicy.RunCommand last = service.lastCommand();
        return last != null && last.action() == ServicePolicy.RunCommand.Action.STOP;
    }

    private static String name(Stage stage) {
        return stage.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
