package org.letterlock.admin.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/** How a certificate stands (CERT-3); the first that holds of these, except that VALID comes last. */
public enum CertificateState {
    VALID,
    NOT_YET_VALID,
    EXPIRES_SOON,
    EXPIRED,
    SELF_SIGNED;

    static final Duration SOON = Duration.ofDays(30);

    /**
     * The state at that time.
     *
     * @param isTrusted whether somebody else vouches for it
     */
    public static CertificateState of(X509Certificate certificate, boolean isTrusted, Instant now) {
        Instant end = certificate.getNotAfter().toInstant();
        if (!now.isBefore(end)) {
            return EXPIRED;
        }
        if (now.isBefore(certificate.getNotBefore().toInstant())) {
            return NOT_YET_VALID;
        }
        if (!isTrusted) {
            return SELF_SIGNED;
        }
        return now.plus(SOON).isBefore(end) ? VALID : EXPIRES_SOON;
    }
}
