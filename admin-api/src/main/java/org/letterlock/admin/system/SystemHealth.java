package org.letterlock.admin.system;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.letterlock.admin.certificate.CertificateState;

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

    /** The certificate that is shown where no name fits. */
    record Certificate(String subject, @Nullable Instant notAfter, CertificateState validity) {}
}
