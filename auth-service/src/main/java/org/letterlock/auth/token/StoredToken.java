package org.letterlock.auth.token;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * A token as it is known once it was given out: without itself.
 *
 * @param resources the only ones that it is good for; null for all
 * @param ipGroup from where it may be used; null for everywhere
 * @param role what it may do at most; less, when its owner may do less
 */
record StoredToken(
        UUID id,
        AccountId account,
        TokenKind kind,
        String name,
        Role role,
        @Nullable Set<String> resources,
        @Nullable IpGroupId ipGroup,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt,
        @Nullable String lastUsedFrom) {
    StoredToken {
        resources = resources == null ? null : Set.copyOf(resources);
    }
}
