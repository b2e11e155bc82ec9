package org.letterlock.admin.certificate;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** The certificate that is shown where no name fits, for who asks after the state of the installation (ADM-6). */
public final class DefaultCertificate {
    private final CertificateStore store;
    private final Supplier<OwnCertificate> own;
    private final InstantSource clock;

    DefaultCertificate(CertificateStore store, Supplier<OwnCertificate> own, InstantSource clock) {
        this.store = store;
        this.own = own;
        this.clock = clock;
    }

    /** What there is to say of it. */
    public record Shown(String subject, Instant notAfter, CertificateState state) {}

    /** How it stands now. */
    public Shown shown() {
        Optional<StoredCertificate> preferred =
                store.all().stream().filter(StoredCertificate::preferred).findFirst();
        OwnCertificate ours = own.get();
        X509Certificate certificate =
                preferred.map(StoredCertificate::certificate).orElse(ours.certificate());
        boolean trusted = preferred.isPresent() ? !CertificateChecks.isSelfSigned(certificate) : ours.isTrusted();
        return new Shown(
                certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant(),
                CertificateState.of(certificate, trusted, clock.instant()));
    }
}
