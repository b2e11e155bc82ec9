package org.letterlock.admin.certificate;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.admin.audit.AuditLog;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Wires the certificates. Whoever speaks TLS here says which one is the installation's own. */
@Configuration(proxyBeanMethods = false)
public class CertificateConfiguration {
    private static final int MAX_RECIPIENTS = 100;

    @Bean
    CertificateStore certificateStore(
            JdbcClient jdbc, TransactionTemplate transaction, Sealer sealer, Outbox outbox, RecordCodec codec) {
        return new CertificateStore(jdbc, transaction, sealer, outbox, codec);
    }

    @Bean
    CertificateController certificateController(
            CertificateStore store, Supplier<OwnCertificate> ownCertificate, AuditLog audit, InstantSource clock) {
        return new CertificateController(store, ownCertificate, audit, clock, UUID::randomUUID);
    }

    @Bean
    DefaultCertificate defaultCertificate(
            CertificateStore store, Supplier<OwnCertificate> ownCertificate, InstantSource clock) {
        return new DefaultCertificate(store, ownCertificate, clock);
    }

    @Bean
    ExpiryWarnings expiryWarnings(
            CertificateStore store,
            Supplier<OwnCertificate> ownCertificate,
            JdbcClient jdbc,
            TransactionTemplate transaction,
            Outbox outbox,
            Views views,
            InstantSource clock) {
        ReplicatedView<AccountRecord> accounts = views.viewOf(Topics.DIRECTORY_ACCOUNTS);
        return new ExpiryWarnings(
                store, ownCertificate, jdbc, transaction, outbox, () -> administrators(accounts), clock);
    }

    @Bean
    RecurringWork expiryWatch(ExpiryWarnings warnings) {
        return new RecurringWork("certificate-expiry", Duration.ofMinutes(1), Duration.ofHours(1), warnings::look);
    }

    private static List<AddrSpec> administrators(ReplicatedView<AccountRecord> accounts) {
        return accounts.values().stream()
                .filter(account -> account.enabled() && account.role() == Role.FULL_ADMIN)
                .map(AccountRecord::address)
                .sorted(Comparator.comparing(AddrSpec::format))
                .limit(MAX_RECIPIENTS)
                .toList();
    }
}
