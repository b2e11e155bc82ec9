package org.letterlock.auth.token;

import java.time.Instant;
import java.util.UUID;
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

    /** What requests carry beside it when it is a cookie. */
    public String csrfToken() {
        return CsrfToken.of(secret.digest());
    }

    @Override
    public String toString() {
        return "NewToken[" + id + "]";
    }
}
