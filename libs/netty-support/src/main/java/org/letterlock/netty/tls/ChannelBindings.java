package org.letterlock.netty.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLKeyException;
import org.letterlock.contracts.Octets;

/** Data that both ends of one TLS connection know and a machine in the middle cannot match. */
final class ChannelBindings {
    static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding"; // RFC 9266 section 2
    static final int EXPORTER_LENGTH = 32;

    private ChannelBindings() {}

    static Map<String, Octets> of(SSLEngine engine, X509Certificate certificate, ExporterSecrets secrets) {
        Map<String, Octets> bindings = new HashMap<>();
        bindings.put("tls-server-end-point", endPoint(certificate));
        exporter(engine, secrets).ifPresent(data -> bindings.put("tls-exporter", data));
        return Map.copyOf(bindings);
    }

    // RFC 5929 section 4.1: the hash of the certificate's signature; SHA-256 in place of MD5 and SHA-1, and where the
    // signature algorithm uses no single hash, such as Ed25519.
    static Octets endPoint(X509Certificate certificate) {
        String signature = certificate.getSigAlgName().toUpperCase(Locale.ROOT);
        String hash =
                signature.startsWith("SHA384") ? "SHA-384" : signature.startsWith("SHA512") ? "SHA-512" : "SHA-256";
        try {
            return Octets.wrap(MessageDigest.getInstance(hash).digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Optional<Octets> exporter(SSLEngine engine, ExporterSecrets secrets) {
        Optional<Octets> watched = secrets.channelBinding(engine);
        if (watched.isPresent()) {
            return watched;
        }
        try {
            return engine.getSession() instanceof ExtendedSSLSession session
                    ? Optional.of(
                            Octets.wrap(session.exportKeyingMaterialData(EXPORTER_LABEL, new byte[0], EXPORTER_LENGTH)))
                    : Optional.empty();
        } catch (SSLKeyException | UnsupportedOperationException noExporter) {
            return Optional.empty(); // TLS 1.2 without extended master secret, or BoringSSL with TLS 1.2
        }
    }
}
