package org.letterlock.contracts.lockout;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.ServicePolicy;

/**
 * What somebody would change of the rules by which clients are let in. What is not named here stays as it is.
 *
 * @param security null where it stays
 * @param services the new policies of these services
 * @param ipGroups new or changed groups
 * @param removedIpGroups groups that go
 * @param accessPolicies new or changed policies
 * @param reassignments policies that go, and what their accounts get
 * @param connections null where they stay
 */
public record RuleChange(
        @Nullable SecurityPolicy security,
        List<ServicePolicy> services,
        List<IpGroup> ipGroups,
        Set<IpGroupId> removedIpGroups,
        List<AccessPolicy> accessPolicies,
        List<Reassignment> reassignments,
        @Nullable ConnectionPolicy connections) {
    public RuleChange {
        services = List.copyOf(services);
        ipGroups = List.copyOf(ipGroups);
        removedIpGroups = Set.copyOf(removedIpGroups);
        accessPolicies = List.copyOf(accessPolicies);
        reassignments = List.copyOf(reassignments);
    }

    /**
     * Accounts that get another access policy.
     *
     * @param to null for the default one
     */
    public record Reassignment(
            AccessPolicyId from, @Nullable AccessPolicyId to) {}

    /** Another security policy. */
    public static RuleChange of(SecurityPolicy security) {
        return new RuleChange(security, List.of(), List.of(), Set.of(), List.of(), List.of(), null);
    }

    /** Another policy for the connections of all services. */
    public static RuleChange of(ConnectionPolicy connections) {
        return new RuleChange(null, List.of(), List.of(), Set.of(), List.of(), List.of(), connections);
    }

    /** Another policy of one service. */
    public static RuleChange of(ServicePolicy service) {
        return new RuleChange(null, List.of(service), List.of(), Set.of(), List.of(), List.of(), null);
    }

    /** A group that is new or changes. */
    public static RuleChange of(IpGroup group) {
        return new RuleChange(null, List.of(), List.of(group), Set.of(), List.of(), List.of(), null);
    }

    /** A group that goes. */
    public static RuleChange without(IpGroupId group) {
        return new RuleChange(null, List.of(), List.of(), Set.of(group), List.of(), List.of(), null);
    }

    /** An access policy that is new or changes. */
    public static RuleChange of(AccessPolicy policy) {
        return new RuleChange(null, List.of(), List.of(), Set.of(), List.of(policy), List.of(), null);
    }

    /** An access policy that goes. */
    public static RuleChange of(Reassignment reassignment) {
        return new RuleChange(null, List.of(), List.of(), Set.of(), List.of(), List.of(reassignment), null);
    }
}
