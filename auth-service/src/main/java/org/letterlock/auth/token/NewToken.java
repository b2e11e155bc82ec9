package org.letterlock.auth.token;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.web.CsrfToken;

/**
 * A token that was just made.
 *
 * @param secret the token itself, never to be had again
 * @param client what holds it, if it is a session
 */
public record NewToken(UUID id, TokenSecret secret, Instant expiresAt, SessionClient client) {
    /** The token itself. */
    public String reveal() {
        return secret.reveal();
    }

    /** The token itself, for the body of a reply; null where it is a cookie. */
    public @Nullable String bearer() {
        return client.isBrowser() ? null : reveal();
    }

    /** What requests carry beside the cookie; null where it is none. */
    public @Nullable String csrfToken() {
        return client.isBrowser() ? CsrfToken.of(secret.digest()) : null;
    }

    @Override
    public String toString() {
        return "NewToken[" + id + "]";
    }
}
