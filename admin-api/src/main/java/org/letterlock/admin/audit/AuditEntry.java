package org.letterlock.admin.audit;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One entry of the audit log (AUD-2).
 *
 * @param event such as {@code config.changed}
 * @param actor login of who did it; null where nobody had logged in
 * @param account of the actor; null where only the login is known, as the next two
 * @param role of the actor when it was done
 * @param token by which the actor was known
 * @param target what it was done to
 * @param before the members that changed with their old values, secrets masked; null where there was nothing
 * @param after the same members with their new values; null where nothing is left
 * @param outcome {@code success} or {@code failure}
 * @param configVersion which version of the configuration it made; null for what is no change of it
 */
public record AuditEntry(
        long seq,
        Instant time,
        String event,
        @Nullable String actor,
        @Nullable UUID account,
        @Nullable String role,
        @Nullable UUID token,
        @Nullable String ip,
        String service,
        String target,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable String reason,
        @Nullable String requestId,
        String outcome,
        @Nullable Long configVersion) {}
