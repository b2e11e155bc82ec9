package org.letterlock.auth.access;

import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessService;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroups;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/** Says whether somebody who has shown his credentials may use a service (ACP-4). Costs no query. Safe for use by any thread. */
public final class AccessJudge {
    private final Function<AccessPolicyId, Optional<AccessPolicy>> policies;
    private final Supplier<IpGroups> groups;

    /** @param policies finds one by its id */
    public AccessJudge(Function<AccessPolicyId, Optional<AccessPolicy>> policies, Supplier<IpGroups> groups) {
        this.policies = policies;
        this.groups = groups;
    }

    /**
     * Judges.
     *
     * @param policy the account's; null for the default one
     * @param service by its name in policies or by that of its port; one that this release does not know is not decided
     */
    public AccessVerdict judge(@Nullable AccessPolicyId policy, String service, String clientAddress) {
        if (policy == null) {
            return new AccessVerdict.Allowed();
        }
        Optional<AccessService> known = AccessService.find(service).or(() -> AccessService.ofPort(service));
        return known.isPresent() && IpAddress.parse(clientAddress) instanceof Parsed<IpAddress>(IpAddress peer)
                ? AccessVerdict.judge(policy, policies, known.get(), peer, groups.get())
                : new AccessVerdict.Undecided(policy);
    }
}
