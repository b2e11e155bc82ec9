package org.letterlock.egress.queue;

import java.time.InstantSource;
import java.util.random.RandomGenerator;
import org.letterlock.contracts.Topics;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.kafka.Consumers;
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

    @Bean
    RetrySchedule retrySchedule(QueueProperties properties) {
        return new RetrySchedule(properties, RandomGenerator.getDefault());
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
