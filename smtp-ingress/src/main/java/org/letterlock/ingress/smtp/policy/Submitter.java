package org.letterlock.ingress.smtp.policy;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.directory.AccountId;

/**
 * Who hands a message in.
 *
 * @param connection names the session in logs and as key of questions
 * @param service id of the service whose port the client used
 * @param account null when the client did not log in
 */
public record Submitter(
        UUID connection,
        String service,
        IpAddress address,
        @Nullable AccountId account) {
    /** Whether the client has logged in. */
    public boolean isLoggedIn() {
        return account != null;
    }
}
