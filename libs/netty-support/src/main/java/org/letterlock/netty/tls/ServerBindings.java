package org.letterlock.netty.tls;

import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLKeyException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.letterlock.contracts.Octets;

/** What a client can bind its login to: data of the TLS channel to the server that it speaks to (RFC 5929, RFC 9266). */
public final class ServerBindings {
    private ServerBindings() {}

    /** The data by the registered name of their type; empty where the server showed no certificate. */
    public static Map<String, Octets> of(SSLSession session) {
        Optional<Octets> exported = exported(session);
        if (exported.isPresent()) {
            return Map.of("tls-exporter", exported.get());
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Map.of("tls-server-end-point", ChannelBindings.endPoint(certificate))
                    : Map.of();
        } catch (SSLPeerUnverifiedException noCertificate) {
            return Map.of();
        }
    }

    private static Optional<Octets> exported(SSLSession session) {
        try {
            return session instanceof ExtendedSSLSession extended
                    ? Optional.of(Octets.wrap(extended.exportKeyingMaterialData(
                            ChannelBindings.EXPORTER_LABEL, new byte[0], ChannelBindings.EXPORTER_LENGTH)))
                    : Optional.empty();
        } catch (SSLKeyException | UnsupportedOperationException noExporter) {
            return Optional.empty(); // BoringSSL, or TLS 1.2 without extended master secret
        }
    }
}
