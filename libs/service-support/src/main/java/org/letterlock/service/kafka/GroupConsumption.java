package org.letterlock.service.kafka;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the work of a topic as a member of a group. */
final class GroupConsumption<V> implements KafkaConsumers.Consumption<V> {
    private static final Logger LOG = LoggerFactory.getLogger(GroupConsumption.class);
    private static final long FIRST_BACK_OFF_MILLIS = 100;
    private static final long MAX_BACK_OFF_MILLIS = 5_000;

    private final Topic<V> topic;
    private final String group;
    private final BatchHandler<V> handler;
    private final KafkaClients clients;
    private final RecordSealer sealer;
    private final DeadLetters deadLetters;
    private volatile @Nullable PollingThread thread;
    private long backOffMillis = FIRST_BACK_OFF_MILLIS; // owned by the polling thread

    GroupConsumption(
            Topic<V> topic,
            String group,
            BatchHandler<V> handler,
            KafkaClients clients,
            KafkaTopicPublisher publisher,
            RecordSealer sealer) {
        this.topic = topic;
        this.group = group;
        this.handler = handler;
        this.clients = clients;
        this.sealer = sealer;
        deadLetters = new DeadLetters(topic, publisher);
    }

    @Override
    public void start() {
        Consumer<String, byte[]> consumer = clients.grouped(topic.name(), group, false);
        consumer.subscribe(List.of(topic.name()));
        PollingThread polling = new PollingThread(
                group + "-" + topic.name(), consumer, Pace.WORK, records -> receive(consumer, records));
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

    private void receive(Consumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
        List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
        records.forEach(all::add);
        int done = handleTogether(all);
        commit(consumer, all.subList(0, done));
        if (done < all.size()) {
            comeAgain(consumer, all.subList(done, all.size()));
        } else {
            backOffMillis = FIRST_BACK_OFF_MILLIS;
        }
    }

    /** How many records, from the first one on, are done with. */
    private int handleTogether(List<ConsumerRecord<String, byte[]>> records) {
        try {
            List<ConsumedRecord<V>> opened = new ArrayList<>(records.size());
            for (ConsumerRecord<String, byte[]> record : records) {
                opened.add(open(record));
            }
            handler.handle(opened);
            return records.size();
        } catch (RuntimeException e) { // the edge of the consumer: the category decides what happens
            return isTemporary(e) ? 0 : handleOneByOne(records);
        }
    }

    private int handleOneByOne(List<ConsumerRecord<String, byte[]>> records) {
        int done = 0;
        for (ConsumerRecord<String, byte[]> record : records) {
            try {
                handler.handle(List.of(open(record)));
            } catch (RuntimeException e) { // as above
                if (isTemporary(e) || !deadLetters.take(record, e)) {
                    return done;
                }
            }
            done++;
        }
        return done;
    }

    private ConsumedRecord<V> open(ConsumerRecord<String, byte[]> record) {
        byte[] sealed = record.value();
        if (sealed == null || record.key() == null) {
            throw new IllegalArgumentException("a record without key or value");
        }
        return new ConsumedRecord<>(
                record.key(),
                sealer.open(topic, record.key(), sealed, ""),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                Headers.text(record, KafkaTopicPublisher.REQUEST_ID));
    }

    private boolean isTemporary(RuntimeException failure) {
        if (Failures.categoryOf(failure) != FailureCategory.RESOURCE) {
            return false;
        }
        LOG.warn("{} of {} waits {} ms: {}", group, topic.name(), backOffMillis, failure.toString());
        return true;
    }

    private static void commit(Consumer<String, byte[]> consumer, List<ConsumerRecord<String, byte[]>> done) {
        if (!done.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = new LinkedHashMap<>();
            for (ConsumerRecord<String, byte[]> record : done) {
                offsets.put(
                        new TopicPartition(record.topic(), record.partition()),
                        new OffsetAndMetadata(record.offset() + 1));
            }
            consumer.commitSync(offsets);
        }
    }

    private void comeAgain(Consumer<String, byte[]> consumer, List<ConsumerRecord<String, byte[]>> left) {
        Map<TopicPartition, Long> firsts = new LinkedHashMap<>();
        for (ConsumerRecord<String, byte[]> record : left) {
            firsts.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
        }
        firsts.keySet().retainAll(consumer.assignment());
        firsts.forEach(consumer::seek);
        PollingThread polling = thread;
        if (polling != null) {
            polling.pause(backOffMillis);
        }
        backOffMillis = Math.min(MAX_BACK_OFF_MILLIS, 2 * backOffMillis);
    }
}
