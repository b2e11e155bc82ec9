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
 * @param target what it was done to
 * @param before the document before, secrets left out; null where there was none
 * @param after the document after; null where there is none any more
 */
public record AuditEntry(
        long seq,
        Instant time,
        String event,
        @Nullable String actor,
        @Nullable UUID token,
        @Nullable String ip,
        String service,
        String target,
        @Nullable JsonNode before,
        @Nullable JsonNode after,
        @Nullable String requestId) {}
