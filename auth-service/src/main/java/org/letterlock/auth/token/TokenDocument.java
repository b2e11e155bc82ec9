package org.letterlock.auth.token;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a new token to be.
 *
 * @param expiresAt null for 90 days from now
 * @param resources the only ones that it is to be good for, such as {@code domains}; empty for all
 * @param ipGroup id of the IP group from where it may be used; null for everywhere
 * @param stepUp whether it is good for what wants the second factor (ADM-5); given to those who have just shown it
 */
record TokenDocument(
        String name,
        String role,
        List<String> resources,
        @Nullable Instant expiresAt,
        @Nullable UUID ipGroup,
        boolean stepUp) {
    static final TokenDocument DEFAULTS = new TokenDocument("", "USER", List.of(), null, null, false);
}
