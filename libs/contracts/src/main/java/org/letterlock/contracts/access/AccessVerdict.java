package org.letterlock.contracts.access;

import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy.Rule;

/**
 * Whether somebody who has proven who he is may use a service from where he is (ACP-4). The one engine of access policies:
 * it judges logins, running sessions and questions about either.
 */
public sealed interface AccessVerdict {
    /** He may. */
    record Allowed() implements AccessVerdict {}

    /** He may not, because of this rule. */
    record Denied(AccessPolicy policy, Rule rule) implements AccessVerdict {}

    /** The policy has not arrived here yet: no reason to let anybody in, nor to tell him that he may not. */
    record Undecided(AccessPolicyId policy) implements AccessVerdict {}

    /**
     * Judges.
     *
     * @param assigned the account's policy; null for the default one, which allows everything
     * @param known finds a policy by its id
     */
    static AccessVerdict judge(
            @Nullable AccessPolicyId assigned,
            Function<AccessPolicyId, Optional<AccessPolicy>> known,
            AccessService service,
            IpAddress peer,
            IpGroups groups) {
        if (assigned == null || assigned.equals(AccessPolicy.DEFAULT.id())) {
            return new Allowed();
        }
        Optional<AccessPolicy> policy = known.apply(assigned);
        if (policy.isEmpty()) {
            return new Undecided(assigned);
        }
        return policy.get()
                .ruleFor(service)
                .filter(rule -> rule.denies(peer, groups))
                .<AccessVerdict>map(rule -> new Denied(policy.get(), rule))
                .orElseGet(Allowed::new);
    }
}
