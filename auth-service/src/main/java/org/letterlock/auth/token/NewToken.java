package org.letterlock.auth.token;

import java.time.Instant;
import java.util.UUID;

/**
 * A token that was just made.
 *
 * @param secret the token itself, never to be had again
 */
public record NewToken(UUID id, String secret, Instant expiresAt) {
    @Override
    public String toString() {
        return "NewToken[" + id + "]";
    }
}
