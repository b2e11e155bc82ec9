package org.letterlock.contracts.access;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which services an account may use, and from where (ACP-1). A service without a rule is allowed.
 *
 * @param rules at most one per service
 */
public record AccessPolicy(AccessPolicyId id, String name, List<Rule> rules) {
    /** Allows everything; holds for every account that has no other, and cannot be changed. */
    public static final AccessPolicy DEFAULT = new AccessPolicy(
            new AccessPolicyId(UUID.fromString("00000000-0000-7000-8000-000000000002")), "default", List.of());

    public AccessPolicy {
        rules = List.copyOf(rules);
    }

    /** The rule for a service. */
    public Optional<Rule> ruleFor(AccessService service) {
        return rules.stream()
                .filter(rule -> rule.service().equals(service.policyName()))
                .findFirst();
    }

    /**
     * What holds for a service (ACP-2).
     *
     * @param service by its name in policies, such as {@code smtp-submission}
     * @param group whom the verdict is about; null exactly for ALLOW and DENY
     */
    public record Rule(
            String service, Verdict verdict, @Nullable IpGroupId group) {

        boolean denies(IpAddress peer, IpGroups groups) {
            return switch (verdict) {
                case ALLOW -> false;
                case DENY -> true;
                case ALLOW_ONLY_FROM -> group == null || !groups.contains(group, peer);
                case DENY_FROM -> group != null && groups.contains(group, peer);
            };
        }
    }

    /** ACP-2. */
    public enum Verdict {
        ALLOW("allow"),
        DENY("deny"),
        ALLOW_ONLY_FROM("allow-only-from"),
        DENY_FROM("deny-from");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** As the specification writes it. */
        public String word() {
            return word;
        }

        /** Whether a rule of this kind names a group. */
        public boolean needsGroup() {
            return this == ALLOW_ONLY_FROM || this == DENY_FROM;
        }
    }
}
