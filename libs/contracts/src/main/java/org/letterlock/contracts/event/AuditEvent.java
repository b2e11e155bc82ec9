package org.letterlock.contracts.event;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did, for the audit log (AUD-1, AUD-2). It commits with the change it tells of (AUD-7).
 *
 * @param id of the event; the same id twice is recorded once
 * @param event such as {@code account.changed}
 * @param actor account id of who did it, or {@code system}
 * @param role of the actor; null for the system
 * @param token the API token by which he did it; null without
 * @param clientAddress null where there is none
 * @param component which wrote the event
 * @param target such as {@code /accounts/…}
 * @param before members that changed, with their old values as JSON text; secrets are masked
 * @param after the same members with their new values
 * @param reason what the actor gave as reason; null without
 * @param requestId null without
 */
public record AuditEvent(
        UUID id,
        Instant at,
        String event,
        String actor,
        @Nullable String role,
        @Nullable UUID token,
        @Nullable String clientAddress,
        String component,
        String target,
        Map<String, String> before,
        Map<String, String> after,
        @Nullable String reason,
        @Nullable String requestId) {
    public AuditEvent {
        before = Map.copyOf(before);
        after = Map.copyOf(after);
    }
}
