package org.letterlock.admin.edge;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.letterlock.admin.certificate.OwnCertificate;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.tls.TlsIdentity;
import org.letterlock.netty.tls.TlsIdentityFiles;
import org.letterlock.netty.tls.TlsIdentityWatch;
import org.letterlock.service.tls.OpenedCertificate;
import org.letterlock.service.tls.ReplicatedTls;

/**
 * TLS of the edge, current without a restart (CERT-5, TLS-3); knows which certificate is the installation's own. Safe for
 * use by any thread.
 */
final class EdgeTls implements ReplicatedTls.Listener, Supplier<OwnCertificate>, AutoCloseable {
    private static final List<String> PROTOCOLS = List.of("h2", "http/1.1"); // RFC 7301 section 6

    private final EdgeTlsProperties properties;
    private final TlsContexts contexts;
    private final TlsIdentityWatch watch;
    private volatile TlsIdentity own; // written by the watch's thread

    EdgeTls(EdgeTlsProperties properties, InstantSource clock) {
        this.properties = properties;
        own = vouchedFor(TlsIdentityFiles.read(properties.certificateFile(), properties.keyFile()));
        contexts = new TlsContexts(own, clock, PROTOCOLS);
        watch = TlsIdentityWatch.start(properties.certificateFile(), properties.keyFile(), identity -> {
            TlsIdentity renewed = vouchedFor(identity);
            contexts.replace(renewed);
            own = renewed;
        });
    }

    TlsContexts contexts() {
        return contexts;
    }

    @Override
    public OwnCertificate get() {
        TlsIdentity current = own;
        return new OwnCertificate(current.chain(), current.isTrusted());
    }

    @Override
    public void certificates(List<OpenedCertificate> certificates) {
        contexts.replace(certificates.stream()
                .map(each -> new TlsContexts.Imported(new TlsIdentity(each.chain(), each.key()), each.preferred()))
                .toList());
    }

    @Override
    public void policy(TlsPolicy policy) {
        contexts.replace(policy);
    }

    @Override
    public void close() {
        watch.close();
        contexts.close();
    }

    private TlsIdentity vouchedFor(TlsIdentity identity) {
        return properties.trusted() ? identity : identity.untrusted();
    }
}
