package org.letterlock.service.web;

import java.util.UUID;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * Who makes a request, as the edge has found out. A controller method gets it as an argument.
 *
 * @param login address of the account, for the audit
 * @param tokenId which API token was used
 * @param mustChangePassword whether nothing but setting a new password is allowed yet
 * @param clientAddress IP address of the client, for the audit
 */
public record Principal(
        AccountId account, String login, Role role, UUID tokenId, boolean mustChangePassword, String clientAddress) {

    /** Answers {@code 403 forbidden} unless the role is at least this one. */
    public void require(Role atLeast) {
        if (role.compareTo(atLeast) < 0) {
            throw ProblemException.forbidden();
        }
    }
}
