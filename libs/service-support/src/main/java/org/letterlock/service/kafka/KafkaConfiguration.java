package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.InstantSource;
import org.apache.kafka.clients.producer.Producer;
import org.letterlock.service.RecurringWork;
import org.letterlock.service.ServiceDescription;
import org.letterlock.service.audit.AuditDocuments;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.sealing.Sealer;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Messaging of a service. The producer is closed when everything that uses it has stopped. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaSettings.class)
public class KafkaConfiguration {
    @Bean
    RecordCodec recordCodec() {
        return new RecordCodec();
    }

    @Bean
    RecordSealer recordSealer(RecordCodec recordCodec, Sealer sealer) {
        return new RecordSealer(recordCodec, sealer);
    }

    @Bean
    KafkaClients kafkaClients(KafkaSettings settings, ServiceDescription service) {
        return new KafkaClients(settings, service);
    }

    @Bean(destroyMethod = "close")
    Producer<String, byte[]> kafkaProducer(KafkaClients clients) {
        return clients.producer();
    }

    @Bean
    BrokerHealth brokerHealth(KafkaClients clients) {
        return new BrokerHealth(clients);
    }

    @Bean
    TopicCreation topicCreation(KafkaClients clients, Producer<String, byte[]> producer) {
        return new TopicCreation(clients, producer);
    }

    @Bean
    KafkaTopicPublisher topicPublisher(Producer<String, byte[]> producer, RecordSealer recordSealer) {
        return new KafkaTopicPublisher(producer, recordSealer);
    }

    @Bean
    KafkaRequesters requesters(
            KafkaClients clients, KafkaTopicPublisher publisher, RecordSealer recordSealer, InstantSource clock) {
        return new KafkaRequesters(clients, publisher, recordSealer, clock);
    }

    @Bean
    KafkaResponders responders(
            KafkaClients clients, KafkaTopicPublisher publisher, RecordSealer recordSealer, InstantSource clock) {
        return new KafkaResponders(clients, publisher, recordSealer, clock);
    }

    @Bean
    KafkaConsumers consumers(
            KafkaClients clients,
            KafkaTopicPublisher publisher,
            RecordSealer recordSealer,
            TopicCreation topicCreation) {
        return new KafkaConsumers(clients, publisher, recordSealer, topicCreation);
    }

    @Bean
    Replicas replicas(
            KafkaTopicPublisher publisher,
            RecordSealer recordSealer,
            ServiceDescription service,
            InstantSource clock,
            ApplicationEventPublisher events) {
        return new Replicas(
                publisher,
                recordSealer,
                service.name(),
                clock,
                serving -> AvailabilityChangeEvent.publish(
                        events, service, serving ? ReadinessState.ACCEPTING_TRAFFIC : ReadinessState.REFUSING_TRAFFIC));
    }

    @Bean
    RecurringWork replicaWatch(Replicas replicas) {
        return new RecurringWork("replica-watch", Duration.ofSeconds(1), Duration.ofSeconds(1), replicas::watch);
    }

    @Bean
    KafkaViews views(KafkaClients clients, RecordSealer recordSealer, Replicas replicas) {
        return new KafkaViews(clients, recordSealer, replicas);
    }

    /** Only a service with a schema of its own has an outbox. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(OnOwnSchema.class)
    static class OutboxConfiguration {
        @Bean
        OutboxRelay outboxRelay(
                JdbcClient jdbc,
                TransactionTemplate transactions,
                KafkaTopicPublisher publisher,
                ServiceDescription service) {
            return new OutboxRelay(jdbc, transactions, publisher, service.name());
        }

        @Bean
        Outbox outbox(
                JdbcClient jdbc,
                RecordSealer recordSealer,
                OutboxRelay relay,
                Replicas replicas,
                JsonMapper mapper,
                ServiceDescription service,
                InstantSource clock) {
            return new JdbcOutbox(
                    jdbc, recordSealer, relay, replicas, new AuditDocuments(mapper), service.name(), clock);
        }
    }
}
