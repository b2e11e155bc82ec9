package org.letterlock.admin.edge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;

/**
 * The certificate that the edge shows.
 *
 * @param isSelfSigned whether only its own key vouches for it
 */
public record EdgeCertificate(String subject, Instant notBefore, Instant notAfter, boolean isSelfSigned) {

    /** The first certificate of a PEM file. */
    static EdgeCertificate read(Path pem) {
        try (InputStream in = Files.newInputStream(pem)) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            return new EdgeCertificate(
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotBefore().toInstant(),
                    certificate.getNotAfter().toInstant(),
                    certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException("no certificate can be read from " + pem, e);
        }
    }

    /** Whether a browser that insists on TLS from now on can go on seeing the pages (HSTS-2). */
    boolean isFitForHsts(Instant now) {
        return !isSelfSigned && now.isAfter(notBefore) && now.isBefore(notAfter);
    }
}
