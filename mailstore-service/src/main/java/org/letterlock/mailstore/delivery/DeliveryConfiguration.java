package org.letterlock.mailstore.delivery;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.mailbox.ChangeListener;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.letterlock.mailstore.message.JdbcMessageRepository;
import org.letterlock.mailstore.retention.Retention.ForgettableDeliveries;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.kafka.ViewChange;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.maillog.MaskedAddresses;
import org.letterlock.service.replica.ReplicatedDirectory;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.Sealer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Delivery into mailboxes. */
@Configuration(proxyBeanMethods = false)
public class DeliveryConfiguration {
    private static final String GROUP = "mailstore";

    @Bean
    Directory directory(Views views) {
        return ReplicatedDirectory.follow(views);
    }

    @Bean
    JdbcDeliveryRepository deliveryRepository(JdbcTemplate template) {
        return new JdbcDeliveryRepository(template);
    }

    @Bean
    LocalDelivery localDelivery(
            Directory directory,
            Mailboxes mailboxes,
            Contents contents,
            JdbcContentRepository contentRepository,
            JdbcFolderRepository folders,
            JdbcMessageRepository messages,
            JdbcDeliveryRepository deliveries,
            ContentOpener opener,
            TransactionTemplate transaction,
            ChangeListener listener,
            TopicPublisher publisher,
            InstantSource clock,
            Sealer sealer,
            Consumers consumers) {
        var delivery = new LocalDelivery(
                directory,
                mailboxes,
                contents,
                contentRepository,
                folders,
                messages,
                deliveries,
                opener,
                transaction,
                listener,
                new DeliveryReports(publisher, clock),
                new MailLog(new MaskedAddresses(sealer)),
                clock);
        consumers.consume(Topics.MAIL_ACCEPTED, GROUP, delivery);
        return delivery;
    }

    @Bean(destroyMethod = "close")
    ExecutorService mailstoreWork() {
        return Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("mailstore-work").daemon().factory());
    }

    @Bean
    HeldMail heldMail(
            JdbcDeliveryRepository deliveries,
            LocalDelivery delivery,
            Directory directory,
            ExecutorService mailstoreWork,
            Views views) {
        var held = new HeldMail(deliveries, delivery, directory, mailstoreWork);
        // After the directory's own listener, which was there first: by now it knows the account.
        views.viewOf(Topics.DIRECTORY_ACCOUNTS).onChange(change -> {
            if (change instanceof ViewChange.Put<?>) {
                held.releaseSoon();
            }
        });
        return held;
    }

    @Bean
    HeldMailController heldMailController(
            JdbcDeliveryRepository deliveries,
            LocalDelivery delivery,
            Directory directory,
            TransactionTemplate transaction,
            Outbox outbox,
            InstantSource clock) {
        return new HeldMailController(deliveries, delivery, directory, transaction, outbox, clock);
    }

    @Bean
    ForgettableDeliveries forgettableDeliveries(JdbcDeliveryRepository deliveries) {
        return deliveries::forgetDelivered;
    }
}
