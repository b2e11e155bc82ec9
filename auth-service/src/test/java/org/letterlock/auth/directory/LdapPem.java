package org.letterlock.auth.directory;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;

/** A certificate as PEM (RFC 7468). */
public final class LdapPem {
    private LdapPem() {}

    public static String of(X509Certificate certificate) {
        try {
            String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                    .encodeToString(certificate.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException e) {
            throw new AssertionError(e);
        }
    }
}
