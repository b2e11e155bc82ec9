package org.letterlock.service.web;

import java.net.URI;
import java.util.Locale;

/** The problems that the API may answer with (API-3), each with its status. */
public enum ProblemType {
    MALFORMED(400),
    UNAUTHENTICATED(401),
    INVALID_CREDENTIALS(401),
    SECOND_FACTOR_REQUIRED(401),
    FORBIDDEN(403),
    STEP_UP_REQUIRED(403),
    ENROLMENT_REQUIRED(403),
    ADDRESS_NOT_PERMITTED(403),
    ACCESS_POLICY_DENIED(403),
    ACCOUNT_DISABLED(403),
    PASSWORD_EXPIRED(403),
    ENCRYPTION_PASSWORD_WRONG(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    NAME_IN_USE(409),
    IN_USE(409),
    PORT_IN_USE(409),
    GROUP_CYCLE(409),
    GROUP_COVERS_EVERYONE(409),
    LOCK_OUT(409),
    LAST_ADMIN(409),
    FORMAT_CONFLICT(409),
    TUNNEL_REQUIRED(409),
    DIRECTORY_ACCOUNT(409),
    ROTATION_RUNNING(409),
    ENCRYPTION_STATE(409),
    PREFLIGHT(409),
    IDEMPOTENCY_MISMATCH(409),
    CHANGED_MEANWHILE(412),
    CONTENT_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    MISDIRECTED_REQUEST(421),
    VALIDATION(422),
    PASSWORD_POLICY(422),
    PASSWORD_IN_PUBLIC_FIELD(422),
    NO_METHOD(422),
    WEAK_KEY(422),
    CERTIFICATE_MISMATCH(422),
    FEATURE_UNAVAILABLE(422),
    PRECONDITION_REQUIRED(428),
    RATE_LIMITED(429),
    ADDRESS_BLOCKED(429),
    ACCOUNT_LOCKED(429),
    REQUEST_HEADER_FIELDS_TOO_LARGE(431),
    INTERNAL(500),
    TOO_MANY_CONNECTIONS(503),
    STORE_SEALED(503),
    AUTHENTICATION_UNAVAILABLE(503),
    ROLL_OUT_UNAVAILABLE(503),
    SERVICE_UNAVAILABLE(503);

    private final int status;

    ProblemType(int status) {
        this.status = status;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** The name in the specification, such as {@code name-in-use}. */
    public String problemName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What stands in {@code type} (RFC 9457 section 3.1.1). */
    public URI uri() {
        return URI.create("urn:letterlock:problem:" + problemName());
    }

    /** A short summary, equal for every occurrence (RFC 9457 section 3.1.3). */
    public String title() {
        String words = problemName().replace('-', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
