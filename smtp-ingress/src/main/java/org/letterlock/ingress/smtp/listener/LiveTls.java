package org.letterlock.ingress.smtp.listener;

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

/** TLS as the administrator has set it, current without a restart (CERT-5, TLS-3). */
final class LiveTls implements ReplicatedTls.Listener {
    private final TlsContexts contexts;

    private LiveTls(TlsContexts contexts) {
        this.contexts = contexts;
    }

    /** Contexts that follow the topics. */
    static TlsContexts follow(TlsSettings settings, Views views, Sealer sealer, InstantSource clock) {
        TlsContexts contexts = new TlsContexts(
                own(settings, TlsIdentityFiles.read(settings.certificateFile(), settings.keyFile())), clock);
        ReplicatedTls.follow(views, sealer, new LiveTls(contexts));
        return contexts;
    }

    /** Follows the files of the installation's own certificate. */
    static TlsIdentityWatch watch(TlsSettings settings, TlsContexts contexts) {
        return TlsIdentityWatch.start(
                settings.certificateFile(), settings.keyFile(), identity -> contexts.replace(own(settings, identity)));
    }

    private static TlsIdentity own(TlsSettings settings, TlsIdentity identity) {
        return settings.trusted() ? identity : identity.untrusted();
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
}
