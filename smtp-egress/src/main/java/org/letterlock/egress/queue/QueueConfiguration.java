package org.letterlock.egress.queue;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.kafka.Views;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The queue, and what fills it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(QueueProperties.class)
public class QueueConfiguration {
    private static final String DELIVERY = "delivery"; // the only key of its topic

    @Bean
    QueueRows queueRows(Sealer sealer, RecordCodec codec) {
        return new QueueRows(sealer, codec);
    }

    @Bean
    QueueStore queueStore(
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionTemplate transaction,
            QueueRows rows,
            ContentStore contents) {
        return new QueueStore(jdbc, batches, transaction, rows, contents);
    }

    @Bean
    QueueInspection queueInspection(JdbcClient jdbc, QueueRows rows) {
        return new QueueInspection(jdbc, rows);
    }

    /** What holds at this moment; a change acts with the next use. */
    @Bean
    Supplier<DeliveryPolicy> deliveryPolicy(Views views) {
        ReplicatedView<DeliveryPolicy> view = views.viewOf(Topics.POLICY_DELIVERY);
        return () -> view.find(DELIVERY).orElse(DeliveryPolicy.DEFAULT);
    }

    @Bean
    RetrySchedule retrySchedule(Supplier<DeliveryPolicy> policy) {
        return new RetrySchedule(policy, RandomGenerator.getDefault());
    }

    @Bean
    QueueSignal queueSignal() {
        return new QueueSignal();
    }

    @Bean
    Intake intake(QueueStore store, InstantSource clock, QueueSignal signal, Consumers consumers) {
        Intake intake = new Intake(store, clock, signal);
        consumers.consume(Topics.MAIL_ACCEPTED, "smtp-egress", intake);
        return intake;
    }
}
