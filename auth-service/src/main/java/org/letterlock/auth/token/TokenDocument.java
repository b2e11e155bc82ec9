package org.letterlock.auth.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a new token to be.
 *
 * @param expiresAt null for 90 days from now
 * @param ipGroup id of the IP group from where it may be used; null for everywhere
 */
record TokenDocument(
        String name,
        String role,
        @Nullable Instant expiresAt,
        @Nullable UUID ipGroup) {
    static final TokenDocument DEFAULTS = new TokenDocument("", "USER", null, null);
}
