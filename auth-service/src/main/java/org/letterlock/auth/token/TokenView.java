package org.letterlock.auth.token;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * A token as the API shows it.
 *
 * @param resources the only ones that it is good for; empty for all
 * @param stepUp whether it is good for what wants the second factor (ADM-5)
 * @param token itself, only in the reply to its creation
 */
record TokenView(
        UUID id,
        String kind,
        String name,
        String role,
        List<String> resources,
        @Nullable UUID ipGroup,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom,
        boolean stepUp,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String token) {
    TokenView {
        resources = List.copyOf(resources);
    }

    static TokenView of(StoredToken stored, @Nullable String secret) {
        IpGroupId ipGroup = stored.ipGroup();
        Set<String> resources = stored.resources();
        return new TokenView(
                stored.id(),
                stored.kind().text(),
                stored.name(),
                stored.role().name(),
                resources == null ? List.of() : resources.stream().sorted().toList(),
                ipGroup == null ? null : ipGroup.value(),
                stored.createdAt(),
                stored.expiresAt(),
                stored.lastUsedAt(),
                stored.lastUsedFrom(),
                stored.stepUp(),
                secret);
    }

    @Override
    public String toString() {
        return "TokenView[" + id + "]";
    }
}
