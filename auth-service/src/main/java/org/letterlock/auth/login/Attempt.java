package org.letterlock.auth.login;

import java.time.Instant;
import java.util.UUID;

/**
 * A login that is under way, as far as it stays the same from step to step.
 *
 * @param expiresAt when its nonce is worth nothing any more (AUTH-6)
 */
record Attempt(
        UUID connection,
        String mechanism,
        String service,
        String clientAddress,
        boolean encrypted,
        Instant expiresAt) {}
