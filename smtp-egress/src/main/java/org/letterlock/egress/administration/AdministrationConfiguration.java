package org.letterlock.egress.administration;

import java.time.InstantSource;
import org.letterlock.egress.delivery.Settlement;
import org.letterlock.egress.queue.QueueInspection;
import org.letterlock.egress.queue.QueueSignal;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.egress.route.HostPasswords;
import org.letterlock.egress.route.MailRouter;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.MergePatch;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** The REST resources. */
@Configuration(proxyBeanMethods = false)
public class AdministrationConfiguration {
    @Bean
    QueueActions queueActions(
            QueueInspection queue,
            QueueStore store,
            Settlement settlement,
            TransactionTemplate transaction,
            Outbox outbox,
            QueueSignal signal,
            InstantSource clock) {
        return new QueueActions(queue, store, settlement, transaction, outbox, signal, clock);
    }

    @Bean
    QueueController queueController(QueueInspection queue, QueueActions actions) {
        return new QueueController(queue, actions);
    }

    @Bean
    RouteController routeController(
            RouteStore routes,
            MailRouter router,
            HostPasswords passwords,
            MergePatch patches,
            TransactionTemplate transaction,
            Outbox outbox,
            InstantSource clock) {
        return new RouteController(routes, router, passwords, patches, transaction, outbox, clock);
    }
}
