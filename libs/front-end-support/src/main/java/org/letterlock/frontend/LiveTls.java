package org.letterlock.frontend;

import java.time.InstantSource;
import java.util.List;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.tls.TlsIdentity;
import org.letterlock.netty.tls.TlsIdentityFiles;
import org.letterlock.netty.tls.TlsIdentityWatch;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.tls.OpenedCertificate;
import org.letterlock.service.tls.ReplicatedTls;

/**
 * TLS of a service's ports: the certificates and the policy of the administrator from the topics, the installation's own
 * certificate from its files; all current without a restart (CERT-5, TLS-3). Safe for use by any thread.
 */
public final class LiveTls implements AutoCloseable {
    private final TlsProperties properties;
    private final TlsContexts contexts;
    private final TlsIdentityWatch watch;
    private volatile TlsIdentity own; // written by the watch's thread

    private LiveTls(TlsProperties properties, InstantSource clock, List<String> applicationProtocols) {
        this.properties = properties;
        own = vouchedFor(TlsIdentityFiles.read(properties.certificateFile(), properties.keyFile()));
        contexts = new TlsContexts(own, clock, applicationProtocols);
        watch = TlsIdentityWatch.start(properties.certificateFile(), properties.keyFile(), this::renew);
    }

    /**
     * Follows topics and files from now on.
     *
     * @param applicationProtocols what the protocol above is called in ALPN (RFC 7301), the most wanted first
     */
    public static LiveTls follow(
            TlsProperties properties,
            Views views,
            Sealer sealer,
            InstantSource clock,
            List<String> applicationProtocols) {
        LiveTls tls = new LiveTls(properties, clock, applicationProtocols);
        ReplicatedTls.follow(views, sealer, new ReplicatedTls.Listener() {
            @Override
            public void certificates(List<OpenedCertificate> certificates) {
                tls.contexts.replace(certificates.stream()
                        .map(each ->
                                new TlsContexts.Imported(new TlsIdentity(each.chain(), each.key()), each.preferred()))
                        .toList());
            }

            @Override
            public void policy(TlsPolicy policy) {
                tls.contexts.replace(policy);
            }
        });
        return tls;
    }

    /** What handshakes are made with. */
    public TlsContexts contexts() {
        return contexts;
    }

    /** The installation's own certificate, as its files have it now. */
    public TlsIdentity own() {
        return own;
    }

    @Override
    public void close() {
        watch.close();
        contexts.close();
    }

    private void renew(TlsIdentity read) {
        TlsIdentity renewed = vouchedFor(read);
        contexts.replace(renewed);
        own = renewed;
    }

    private TlsIdentity vouchedFor(TlsIdentity identity) {
        return properties.trusted() ? identity : identity.untrusted();
    }
}
