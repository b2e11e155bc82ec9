package org.letterlock.dkim.dns;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was found under one name of one key.
 *
 * @param value the record as it stands; null where there is not exactly one
 * @param difference in what it differs, for people; null where it does not
 * @param servers the state by server
 */
public record NameCheck(
        UUID key,
        String owner,
        RecordState state,
        @Nullable String value,
        @Nullable String difference,
        Map<String, RecordState> servers,
        Instant checkedAt) {
    public NameCheck {
        servers = Map.copyOf(new LinkedHashMap<>(servers));
    }
}
