package org.letterlock.admin.certificate;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The resource. The private key is never part of it (CERT-2).
 *
 * @param names DNS names and IP addresses that it is for
 * @param keyType such as {@code RSA-2048} or {@code EC-256}
 * @param fingerprint SHA-256 in hexadecimal
 * @param isDefault whether it is shown where no name fits
 * @param isOwn whether the installation has made it for itself, or was given it in files; it stands in where no other does
 * @param chain in PEM, the certificate itself first
 */
record CertificateDocument(
        UUID id,
        String subject,
        String issuer,
        String serialNumber,
        List<String> names,
        Instant notBefore,
        Instant notAfter,
        String keyType,
        String fingerprint,
        CertificateState state,
        boolean isDefault,
        boolean isOwn,
        String chain) {

    static CertificateDocument of(StoredCertificate stored, Instant now) {
        return of(
                stored.id(),
                stored.chain(),
                CertificateState.of(stored.certificate(), !CertificateChecks.isSelfSigned(stored.certificate()), now),
                stored.preferred(),
                false);
    }

    static CertificateDocument of(
            UUID id, List<X509Certificate> chain, CertificateState state, boolean isDefault, boolean isOwn) {
        X509Certificate certificate = chain.getFirst();
        return new CertificateDocument(
                id,
                certificate.getSubjectX500Principal().getName(),
                certificate.getIssuerX500Principal().getName(),
                hexadecimal(certificate.getSerialNumber()),
                CertificateText.names(certificate),
                certificate.getNotBefore().toInstant(),
                certificate.getNotAfter().toInstant(),
                CertificateText.keyType(certificate.getPublicKey()),
                CertificateText.fingerprint(certificate),
                state,
                isDefault,
                isOwn,
                CertificateText.pem(chain));
    }

    private static String hexadecimal(BigInteger number) {
        return number.toString(16);
    }
}
