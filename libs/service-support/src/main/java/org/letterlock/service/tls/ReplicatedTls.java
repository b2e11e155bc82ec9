package org.letterlock.service.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.ServerCertificate;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps whoever speaks TLS current from the topics {@code policy.certificates} and {@code policy.tls}. */
public final class ReplicatedTls {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicatedTls.class);

    private ReplicatedTls() {}

    /** Who wants to know. Called with what holds from now on, on one thread at a time. */
    public interface Listener {
        /** All imported certificates. */
        void certificates(List<OpenedCertificate> certificates);

        /** Versions and suites. */
        void policy(TlsPolicy policy);
    }

    /** Follows certificates and policy; the service needs the class key for TLS. */
    public static void follow(Views views, Sealer sealer, Listener listener) {
        followPolicy(views, listener);
        ReplicatedView<ServerCertificate> certificates = views.viewOf(Topics.POLICY_CERTIFICATES);
        Map<UUID, OpenedCertificate> opened = new ConcurrentHashMap<>();
        certificates.onChange(change -> {
            switch (change) {
                case ViewChange.Put<ServerCertificate>(String _, ServerCertificate certificate) ->
                    opened.compute(certificate.id(), (_, old) -> open(certificate, old, sealer));
                case ViewChange.Removed<ServerCertificate>(String key) -> opened.remove(UUID.fromString(key));
            }
            listener.certificates(List.copyOf(opened.values()));
        });
    }

    private static void followPolicy(Views views, Listener listener) {
        views.viewOf(Topics.POLICY_TLS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<TlsPolicy>(String _, TlsPolicy policy) -> listener.policy(policy);
                case ViewChange.Removed<TlsPolicy> _ -> listener.policy(TlsPolicy.DEFAULT);
            }
        });
    }

    // The key and the chain of an id never change, so what was opened once need not be opened again.
    private static @Nullable OpenedCertificate open(
            ServerCertificate certificate, @Nullable OpenedCertificate old, Sealer sealer) {
        if (old != null) {
            return new OpenedCertificate(old.id(), old.chain(), old.key(), certificate.preferred());
        }
        try {
            return new OpenedCertificate(
                    certificate.id(),
                    chain(certificate.chain()),
                    CertificateKeys.open(sealer, certificate.id(), certificate.sealedKey()),
                    certificate.preferred());
        } catch (CertificateException | SealedObjectCorruptException e) {
            LOG.error("certificate {} cannot be used", certificate.id(), e);
            return null;
        }
    }

    private static List<X509Certificate> chain(List<Octets> encoded) throws CertificateException {
        CertificateFactory factory = CertificateFactory.getInstance("X.509");
        List<X509Certificate> chain = new ArrayList<>();
        for (Octets each : encoded) {
            chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(each.view())));
        }
        return chain;
    }
}
