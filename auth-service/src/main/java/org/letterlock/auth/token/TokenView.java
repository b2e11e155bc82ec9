package org.letterlock.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * A token as the API shows it.
 *
 * @param token itself, only in the reply to its creation
 */
record TokenView(
        UUID id,
        String kind,
        String name,
        String role,
        @Nullable UUID ipGroup,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {

    static TokenView of(StoredToken stored, @Nullable String secret) {
        IpGroupId ipGroup = stored.ipGroup();
        return new TokenView(
                stored.id(),
                stored.kind().name().toLowerCase(Locale.ROOT),
                stored.name(),
                stored.role().name(),
                ipGroup == null ? null : ipGroup.value(),
                stored.createdAt(),
                stored.expiresAt(),
                stored.lastUsedAt(),
                stored.lastUsedFrom(),
                secret);
    }

    @Override
    public String toString() {
        return "TokenView[" + id + "]";
    }
}
