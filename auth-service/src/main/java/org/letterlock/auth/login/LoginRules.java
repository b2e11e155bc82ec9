package org.letterlock.auth.login;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand.Action;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.service.policy.LoginPolicies;

/**
 * What administrators have set about who gets in, or would set: whoever explains logins, or finds out whom a change would lock
 * out, asks here, and here the engines are asked that decide (EXP-6). Immutable.
 */
public final class LoginRules {
    private static final String ADMINISTRATION = "admin";

    private final SecurityPolicy security;
    private final LoginPolicy logins;
    private final Map<String, ServicePolicy> services;
    private final IpGroups groups;
    private final Map<AccessPolicyId, AccessPolicy> accessPolicies;

    /** Why a connection is not taken. */
    public enum Closed {
        /** The service is disabled or stopped. */
        SERVICE,
        /** The service is not for that address (SVC-8). */
        ADDRESS
    }

    /**
     * Rules.
     *
     * @param services by the ids of SVC-1; one that is not here is closed
     */
    public LoginRules(
            SecurityPolicy security,
            Map<String, ServicePolicy> services,
            IpGroups groups,
            Map<AccessPolicyId, AccessPolicy> accessPolicies) {
        this.security = security;
        this.logins = LoginPolicies.of(security);
        this.services = Map.copyOf(services);
        this.groups = groups;
        this.accessPolicies = Map.copyOf(accessPolicies);
    }

    /** The rules after a change. */
    public LoginRules with(RuleChange change) {
        SecurityPolicy changedSecurity = change.security();
        Map<String, ServicePolicy> changedServices = new HashMap<>(services);
        change.services().forEach(service -> changedServices.put(service.id(), service));
        Map<AccessPolicyId, AccessPolicy> changedPolicies = new HashMap<>(accessPolicies);
        change.accessPolicies().forEach(policy -> changedPolicies.put(policy.id(), policy));
        change.reassignments().forEach(gone -> changedPolicies.remove(gone.from()));
        boolean sameGroups =
                change.ipGroups().isEmpty() && change.removedIpGroups().isEmpty();
        return new LoginRules(
                changedSecurity == null ? security : changedSecurity,
                changedServices,
                sameGroups ? groups : groups.with(change.ipGroups(), change.removedIpGroups()),
                changedPolicies);
    }

    /** The security policy, as it decides. */
    public LoginPolicy logins() {
        return logins;
    }

    /** The groups of addresses. */
    public IpGroups groups() {
        return groups;
    }

    /** Judges by the access policies. */
    public AccessJudge access() {
        return new AccessJudge(id -> Optional.ofNullable(accessPolicies.get(id)), () -> groups);
    }

    /** Whether a service takes no connection from there; nothing locks an administrator out of the machine (ADM-1). */
    public Optional<Closed> closed(String service, IpAddress client) {
        if (service.equals(ADMINISTRATION) && client.isLoopback()) {
            return Optional.empty();
        }
        ServicePolicy policy = services.get(service);
        if (policy == null || !policy.enabled() || isStopped(policy)) {
            return Optional.of(Closed.SERVICE);
        }
        return policy.admits(client, groups) ? Optional.empty() : Optional.of(Closed.ADDRESS);
    }

    private static boolean isStopped(ServicePolicy policy) {
        ServicePolicy.RunCommand last = policy.lastCommand();
        return last != null && last.action() == Action.STOP;
    }

    /** What the security policy sees of a connection. */
    public Connection connection(String service, SaslProtocol protocol, boolean encrypted, IpAddress client) {
        IpGroupId exempt = security.exempt();
        return new Connection(
                protocol,
                encrypted ? Connection.Channel.BINDABLE_TLS : Connection.Channel.CLEAR,
                service.equals("smtp") ? Connection.Port.PORT_25 : Connection.Port.OTHER,
                exempt != null && groups.contains(exempt, client)
                        ? Connection.Peer.EXEMPT
                        : Connection.Peer.NOT_EXEMPT);
    }

    /** The groups that matter for who gets in. */
    public Set<IpGroupId> usedGroups() {
        Set<IpGroupId> used = new LinkedHashSet<>();
        Stream<@Nullable IpGroupId> named = Stream.of(
                        Stream.ofNullable(security.exempt()),
                        services.values().stream().map(ServicePolicy::allowedGroup),
                        accessPolicies.values().stream()
                                .flatMap(policy -> policy.rules().stream())
                                .map(AccessPolicy.Rule::group))
                .flatMap(groupsOfOne -> groupsOfOne);
        named.filter(Objects::nonNull).forEach(used::add);
        return used;
    }
}
