package org.letterlock.dkim.dns;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
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
    private static final Set<RecordState> GONE =
            Set.of(RecordState.MISSING, RecordState.REVOKED, RecordState.CNAME_BROKEN);

    public NameCheck {
        servers = Map.copyOf(new LinkedHashMap<>(servers));
    }

    /** Whether the resolver and every authoritative server, of which there is one at least, show the record. */
    public boolean isSeenEverywhere() {
        return servers.size() > 1 && servers.values().stream().allMatch(each -> each == RecordState.OK);
    }

    /** Whether some server shows something else than the record; one that does not answer shows nothing. */
    public boolean isContradicted() {
        return servers.values().stream().anyMatch(each -> each != RecordState.OK && each != RecordState.DNS_ERROR);
    }

    /** Whether no server shows a key any more. */
    public boolean isGoneEverywhere() {
        return !servers.isEmpty() && servers.values().stream().allMatch(GONE::contains);
    }
}
