package org.letterlock.service.kafka;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.letterlock.service.ServiceDescription;

/** Makes the clients of one service with the settings that keep latency low and records durable. */
final class KafkaClients {
    static final int MAX_RECORD = 1024 * 1024;
    private static final int MAX_POLL_RECORDS = 500;
    private static final int MAX_POLL_MILLIS = 600_000;

    private final KafkaSettings settings;
    private final String serviceName;

    KafkaClients(KafkaSettings settings, ServiceDescription service) {
        this.settings = settings;
        serviceName = service.name();
    }

    String serviceName() {
        return serviceName;
    }

    Producer<String, byte[]> producer() {
        Map<String, Object> properties = settings.clientProperties(serviceName);
        properties.put("acks", "all");
        properties.put("enable.idempotence", true);
        properties.put("linger.ms", 0);
        properties.put("max.request.size", MAX_RECORD);
        properties.put("buffer.memory", KafkaTopicPublisher.MAX_OCTETS_IN_FLIGHT * 2L);
        // A caller may be an event loop. It can be held up only by a topic never written to; those are asked for
        // beforehand.
        properties.put("max.block.ms", 1000);
        properties.put("metadata.max.idle.ms", Integer.MAX_VALUE);
        properties.put("request.timeout.ms", 5000);
        properties.put("delivery.timeout.ms", 15_000);
        properties.put("reconnect.backoff.max.ms", 1000);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }

    /** A consumer that shares the partitions with the other members of its group. */
    Consumer<String, byte[]> grouped(String purpose, String group, boolean commitsByItself) {
        Map<String, Object> properties = consumerProperties(purpose);
        properties.put("group.id", group);
        properties.put("group.protocol", "classic"); // joins at once, where the newer one waits for a heartbeat of 5 s
        properties.put("session.timeout.ms", 6000); // a member that was killed is missed no longer than that
        properties.put("heartbeat.interval.ms", 2000);
        properties.put("enable.auto.commit", commitsByItself);
        properties.put("auto.commit.interval.ms", 1000);
        properties.put("auto.offset.reset", "earliest");
        properties.put("max.poll.records", MAX_POLL_RECORDS);
        properties.put("max.poll.interval.ms", MAX_POLL_MILLIS);
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /** A consumer that is told its partitions. */
    Consumer<String, byte[]> assigned(String purpose) {
        Map<String, Object> properties = consumerProperties(purpose);
        properties.put("enable.auto.commit", false);
        properties.put("auto.offset.reset", "latest");
        return new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    Admin admin() {
        Map<String, Object> properties = settings.clientProperties(serviceName + "-topics");
        properties.put("request.timeout.ms", 10_000);
        properties.put("default.api.timeout.ms", 60_000);
        return Admin.create(properties);
    }

    static List<TopicPartition> partitions(Consumer<?, ?> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map((PartitionInfo partition) -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    private Map<String, Object> consumerProperties(String purpose) {
        Map<String, Object> properties = settings.clientProperties(serviceName + "-" + purpose);
        properties.put("fetch.min.bytes", 1);
        properties.put("allow.auto.create.topics", false);
        properties.put("reconnect.backoff.max.ms", 1000);
        properties.put("isolation.level", "read_uncommitted");
        return properties;
    }
}
