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
 * @param stepUp whether an API token stands for somebody who has just shown the second factor (ADM-5)
 * @param session what it has as a session; null for an API token
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
        @Nullable String lastUsedFrom,
        boolean stepUp,
        @Nullable SessionTraits session) {
    StoredToken {
        resources = resources == null ? null : Set.copyOf(resources);
    }

    /** Whether it is good, at that time, for what wants the second factor. */
    boolean isSteppedUp(Instant now) {
        Instant until = session == null ? null : session.steppedUpUntil();
        return stepUp || (until != null && now.isBefore(until));
    }
}
