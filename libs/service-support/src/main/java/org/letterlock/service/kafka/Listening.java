package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears every record of a topic from now on; what is lost is lost. */
final class Listening<V> implements KafkaConsumers.Consumption<V> {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(30);

    private final Topic<V> topic;
    private final BatchHandler<V> handler;
    private final KafkaClients clients;
    private final RecordSealer sealer;
    private @Nullable PollingThread thread; // owned by the thread that starts and stops

    Listening(Topic<V> topic, BatchHandler<V> handler, KafkaClients clients, RecordSealer sealer) {
        this.topic = topic;
        this.handler = handler;
        this.clients = clients;
        this.sealer = sealer;
    }

    @Override
    public void start() {
        Consumer<String, byte[]> consumer = clients.assigned(topic.name());
        try {
            List<TopicPartition> all = KafkaClients.partitions(consumer, topic.name());
            consumer.assign(all);
            consumer.seekToEnd(all);
            all.forEach(partition -> consumer.position(partition, POSITION_TIMEOUT));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        PollingThread polling =
                new PollingThread(clients.serviceName() + "-" + topic.name(), consumer, Pace.WORK, this::receive);
        thread = polling;
        polling.start();
    }

    @Override
    public void stop() {
        PollingThread polling = thread;
        if (polling != null) {
            polling.stop();
            thread = null;
        }
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        List<ConsumedRecord<V>> readable = new ArrayList<>();
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                readable.add(new ConsumedRecord<>(
                        record.key(),
                        sealer.open(topic, record.key(), record.value(), ""),
                        record.partition(),
                        record.offset(),
                        Instant.ofEpochMilli(record.timestamp()),
                        Headers.text(record, KafkaTopicPublisher.REQUEST_ID)));
            } catch (RuntimeException e) { // the edge of the consumer: one record less
                LOG.error("a record of {} cannot be read", topic.name(), e);
            }
        }
        if (!readable.isEmpty()) {
            handler.handle(readable);
        }
    }
}
