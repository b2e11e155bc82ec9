package org.letterlock.egress.delivery;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.egress.queue.Lease;
import org.letterlock.egress.queue.QueueProperties;
import org.letterlock.egress.queue.QueueSignal;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.egress.queue.RetrySchedule;
import org.letterlock.egress.report.ReportPolicy;
import org.letterlock.egress.report.ReportWriter;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.netty.tls.TlsClients;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.service.InstallationProperties;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The work on the queue. */
@Configuration(proxyBeanMethods = false)
public class DeliveryConfiguration {
    private static final String SECURITY = "security"; // the only key of its topic

    @Bean
    Lease lease() {
        return new Lease(UUID.randomUUID());
    }

    @Bean
    EventLoops eventLoops() {
        return EventLoops.start("smtp-egress", 0);
    }

    @Bean
    TlsClients tlsClients(Views views) {
        TlsClients clients = new TlsClients(List.of());
        views.viewOf(Topics.POLICY_TLS).onChange(change -> {
            switch (change) {
                case ViewChange.Put<TlsPolicy>(String _, TlsPolicy policy) -> clients.replace(policy);
                case ViewChange.Removed<TlsPolicy> _ -> clients.replace(TlsPolicy.DEFAULT);
            }
        });
        return clients;
    }

    @Bean
    SmtpTransport smtpTransport(EventLoops loops, TlsClients tlsClients) {
        return new SmtpTransport(loops, tlsClients);
    }

    @Bean
    DeliveryAttempt deliveryAttempt(
            MailRouter router,
            SmtpTransport transport,
            HostPasswords passwords,
            Views views,
            InstallationProperties installation,
            InstantSource clock) {
        ReplicatedView<SecurityPolicy> policy = views.viewOf(Topics.POLICY_SECURITY);
        return new DeliveryAttempt(
                router,
                transport,
                passwords,
                () -> methods(policy.find(SECURITY).orElse(SecurityPolicy.DEFAULT)),
                Domain.parse(installation.hostName()).require(),
                clock);
    }

    // Methods that this release does not know are off.
    private static List<SaslMechanism> methods(SecurityPolicy policy) {
        return policy.methods().stream()
                .map(SaslMechanism::find)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    @Bean
    Settlement settlement(
            QueueStore store,
            TransactionTemplate transaction,
            RetrySchedule schedule,
            ReportPolicy policy,
            ReportWriter writer,
            Outbox outbox,
            Sealer sealer,
            InstantSource clock,
            Lease lease) {
        return new Settlement(
                store,
                transaction,
                schedule,
                policy,
                writer,
                outbox,
                new MailLog(new MaskedAddresses(sealer)),
                clock,
                lease);
    }

    @Bean
    Dispatcher dispatcher(
            QueueStore store,
            QueueProperties properties,
            Supplier<DeliveryPolicy> policy,
            QueueSignal signal,
            RouteStore routes,
            DeliveryAttempt attempt,
            Settlement settlement,
            ContentOpener opener,
            Lease lease,
            InstantSource clock) {
        return new Dispatcher(
                store, properties.poll(), policy, signal, routes, attempt, settlement, opener, lease, clock);
    }
}
