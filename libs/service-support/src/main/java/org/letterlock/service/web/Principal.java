package org.letterlock.service.web;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * Who makes a request, as the edge has found out. A controller method gets it as an argument.
 *
 * @param login address of the account, for the audit
 * @param tokenId which API token was used
 * @param mustChangePassword whether nothing but setting a new password is allowed yet
 * @param clientAddress IP address of the client, for the audit
 * @param resources the only ones that the token is good for, by their first name under {@code /api/v1}; null for all
 * @param mustEnrol whether nothing but enrolling a second factor is allowed yet (MFA-2)
 * @param steppedUp whether the second factor was shown a short while ago, or the token stands for that (ADM-5)
 */
public record Principal(
        AccountId account,
        String login,
        Role role,
        UUID tokenId,
        boolean mustChangePassword,
        String clientAddress,
        @Nullable Set<String> resources,
        boolean mustEnrol,
        boolean steppedUp) {
    public Principal {
        resources = resources == null ? null : Set.copyOf(resources);
    }

    /** Somebody whose token is good for all resources. */
    public Principal(
            AccountId account,
            String login,
            Role role,
            UUID tokenId,
            boolean mustChangePassword,
            String clientAddress) {
        this(account, login, role, tokenId, mustChangePassword, clientAddress, null, false, false);
    }

    /** Whether the token is good for a resource (TOK-1), whatever its role. */
    boolean reaches(String resource) {
        return resources == null || resources.contains(resource);
    }

    /** Answers {@code 403 forbidden} unless the role is at least this one. */
    public void require(Role atLeast) {
        if (role.compareTo(atLeast) < 0) {
            throw ProblemException.forbidden();
        }
    }

    /** Answers {@code 403 step-up-required} unless the second factor was shown a short while ago (ADM-5). */
    public void requireStepUp() {
        if (!steppedUp) {
            throw new ProblemException(
                    ProblemType.STEP_UP_REQUIRED, "Show the second factor first, at /sessions/current/step-up.");
        }
    }
}
