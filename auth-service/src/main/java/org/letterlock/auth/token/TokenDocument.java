package org.letterlock.auth.token;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants a new token to be.
 *
 * @param expiresAt null for 90 days from now
 */
record TokenDocument(String name, String role, @Nullable Instant expiresAt) {
    static final TokenDocument DEFAULTS = new TokenDocument("", "USER", null);
}
