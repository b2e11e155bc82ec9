package org.letterlock.admin.system;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of the installation (ADM-6).
 *
 * @param services whether each is ready to serve, by name
 */
record SystemHealth(State state, State database, State broker, Map<String, State> services, Certificate certificate) {
    /** Whether something serves. */
    enum State {
        UP,
        DOWN
    }

    /** The certificate of the edge. */
    record Certificate(String subject, @Nullable Instant notAfter, Validity validity) {}

    /** CERT-3. */
    enum Validity {
        VALID,
        NOT_YET_VALID,
        EXPIRES_SOON,
        EXPIRED,
        SELF_SIGNED
    }
}
