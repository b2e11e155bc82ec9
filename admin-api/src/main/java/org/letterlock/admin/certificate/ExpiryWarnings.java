package org.letterlock.admin.certificate;

import java.security.cert.X509Certificate;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Warns before a certificate ends (CERT-6): 30, 14, 7, 3 and 1 days before, each once, however many replicas look: in the
 * log, as an event, and by mail to the administrators. What was missed, because nobody looked or the certificate was new, is not made up for: only the most urgent warning is given.
 */
final class ExpiryWarnings {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWarnings.class);
    private static final List<Integer> DAYS = List.of(1, 3, 7, 14, 30); // the most urgent first

    private final CertificateStore store;
    private final Supplier<OwnCertificate> own;
    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final Outbox outbox;
    private final Supplier<List<AddrSpec>> administrators;
    private final InstantSource clock;

    /** @param administrators who is told by mail */
    ExpiryWarnings(
            CertificateStore store,
            Supplier<OwnCertificate> own,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Outbox outbox,
            Supplier<List<AddrSpec>> administrators,
            InstantSource clock) {
        this.store = store;
        this.own = own;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.outbox = outbox;
        this.administrators = administrators;
        this.clock = clock;
    }

    /** Looks at every certificate. */
    void look() {
        look(OwnCertificate.ID, own.get().certificate());
        store.all().forEach(each -> look(each.id(), each.certificate()));
    }

    private void look(UUID id, X509Certificate certificate) {
        Instant now = clock.instant();
        Duration left = Duration.between(now, certificate.getNotAfter().toInstant());
        List<Integer> due = DAYS.stream()
                .filter(days -> left.compareTo(Duration.ofDays(days)) <= 0)
                .toList();
        if (due.isEmpty() || left.isNegative()) {
            return;
        }
        boolean first = Boolean.TRUE.equals(transaction.execute(_ -> warn(id, certificate, due, now)));
        if (first) {
            LOG.warn(
                    "certificate {} ends at {}: replace it; days={}",
                    id,
                    certificate.getNotAfter().toInstant(),
                    due.getFirst());
        }
    }

    private boolean warn(UUID id, X509Certificate certificate, List<Integer> due, Instant now) {
        String fingerprint = CertificateText.fingerprint(certificate);
        boolean first = false;
        for (Integer days : due) {
            int added = jdbc.sql("insert into certificate_warning (fingerprint, days, at)"
                            + " values (:fingerprint, :days, :at) on conflict do nothing")
                    .param("fingerprint", fingerprint)
                    .param("days", days)
                    .param("at", Timestamp.from(now))
                    .update();
            first |= days.equals(due.getFirst()) && added == 1;
        }
        if (first) {
            outbox.add(
                    Topics.SECURITY_EVENTS,
                    id.toString(),
                    new SecurityEvent(
                            "certificate.expiring",
                            now,
                            "admin",
                            null,
                            Map.of(
                                    "target",
                                    "/certificates/" + id,
                                    "fingerprint",
                                    fingerprint,
                                    "days",
                                    due.getFirst().toString(),
                                    "notAfter",
                                    certificate.getNotAfter().toInstant().toString())));
            tellAdministrators(id, certificate, now);
        }
        return first;
    }

    private void tellAdministrators(UUID id, X509Certificate certificate, Instant now) {
        List<AddrSpec> recipients = administrators.get();
        if (recipients.isEmpty()) {
            return;
        }
        Notice notice = new Notice(
                TimeOrderedUuid.of(now, UUID.randomUUID()),
                recipients,
                "A certificate of the mail server ends soon",
                "The certificate " + id + " of the mail server ends on\n"
                        + MomentText.of(certificate.getNotAfter().toInstant()) + ".\n\n"
                        + "Its SHA-256 fingerprint is\n" + CertificateText.fingerprint(certificate) + ".\n\n"
                        + "Once it has ended, mail programs refuse to connect: put another one in its place before.\n");
        outbox.add(Topics.NOTICES, notice.id().toString(), notice);
    }
}
