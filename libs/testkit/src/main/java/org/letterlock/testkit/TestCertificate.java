package org.letterlock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** A private key with its certificate chain, the host's own certificate first. */
public record TestCertificate(PrivateKey key, List<X509Certificate> chain) {

    public TestCertificate {
        chain = List.copyOf(chain);
    }

    /** The chain as PEM (RFC 7468). */
    public String chainPem() {
        var pem = new StringBuilder();
        for (X509Certificate each : chain) {
            try {
                pem.append(block("CERTIFICATE", each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException(e);
            }
        }
        return pem.toString();
    }

    /** The key as PEM in PKCS #8. */
    public String keyPem() {
        return block("PRIVATE KEY", key.getEncoded());
    }

    /** Writes {@code certificate.pem} and {@code key.pem} into the directory. */
    public void writeInto(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("certificate.pem"), chainPem());
            Files.writeString(directory.resolve("key.pem"), keyPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String block(String label, byte[] der) {
        var text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + text + "\n-----END " + label + "-----\n";
    }
}
