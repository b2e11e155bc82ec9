package org.letterlock.contracts.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which services an account may use, and from where (ACP-1). A service without a rule is allowed.
 *
 * @param rules at most one per service
 */
public record AccessPolicy(AccessPolicyId id, String name, List<Rule> rules) {
    public AccessPolicy {
        rules = List.copyOf(rules);
    }

    /** The rule of a service, named as in ACP-3, such as {@code smtp-submission}. */
    public Optional<Rule> ruleFor(String service) {
        return rules.stream().filter(rule -> rule.service().equals(service)).findFirst();
    }

    /**
     * What holds for a service (ACP-2).
     *
     * @param group whom the verdict is about; null exactly for ALLOW and DENY
     */
    public record Rule(
            String service, Verdict verdict, @Nullable IpGroupId group) {}

    /** ACP-2. */
    public enum Verdict {
        ALLOW,
        DENY,
        ALLOW_ONLY_FROM,
        DENY_FROM
    }
}
