package org.letterlock.contracts.event;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * A change that somebody has made, for the audit log (AUD-2). It commits with the change itself (AUD-7).
 *
 * @param id of the event; one that comes twice is recorded once
 * @param event such as {@code config.changed}
 * @param component which service holds what was changed
 * @param actor who did it
 * @param target what was changed, such as {@code /accounts/<id>}
 * @param before the members that changed as a JSON object, or the whole document where it is gone now; null where there was
 *     none; secrets are masked
 * @param after likewise
 * @param reason what the actor gave as reason; null without
 * @param requestId of the request that did it
 * @param configVersion the version of the configuration that the change made
 */
public record AuditEvent(
        UUID id,
        Instant at,
        String event,
        String component,
        Actor actor,
        String target,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        @Nullable String requestId,
        long configVersion) {

    /**
     * Who did it.
     *
     * @param login as it was when it was done
     * @param token by which the actor was known
     */
    public record Actor(AccountId account, String login, Role role, UUID token, String clientAddress) {}
}
