package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Exchange;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/**
 * The asking side of all exchanges of a service. The instance reads one partition of each reply topic, chosen at random; an
 * answer for another instance in the same partition is told by its header and passed over.
 */
final class KafkaRequesters implements Requesters, SmartLifecycle {
    private static final Duration POSITION_TIMEOUT = Duration.ofSeconds(30);

    private final KafkaClients clients;
    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final InstantSource clock;
    private final UUID instance = UUID.randomUUID();
    private final Map<String, KafkaRequester<?, ?>> byReplyTopic = new ConcurrentHashMap<>();
    private @Nullable PollingThread thread; // guarded by this

    KafkaRequesters(KafkaClients clients, KafkaTopicPublisher publisher, RecordSealer sealer, InstantSource clock) {
        this.clients = clients;
        this.publisher = publisher;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public synchronized <Q, A> Requester<Q, A> requester(Exchange<Q, A> exchange) {
        if (thread != null) {
            throw new IllegalStateException("requesters are made before the application context is started");
        }
        var requester = new KafkaRequester<>(exchange, instance, publisher, sealer, clock);
        if (byReplyTopic.putIfAbsent(exchange.replies().name(), requester) != null) {
            throw new IllegalStateException("one requester for each exchange: " + exchange.name());
        }
        return requester;
    }

    @Override
    public synchronized void start() {
        if (byReplyTopic.isEmpty()) {
            return;
        }
        Consumer<String, byte[]> consumer = clients.assigned("replies");
        try {
            Map<TopicPartition, KafkaRequester<?, ?>> requesters = new LinkedHashMap<>();
            byReplyTopic.forEach((topic, requester) -> {
                List<TopicPartition> partitions = KafkaClients.partitions(consumer, topic);
                requesters.put(partitions.get(ThreadLocalRandom.current().nextInt(partitions.size())), requester);
            });
            List<TopicPartition> own = new ArrayList<>(requesters.keySet());
            consumer.assign(own);
            consumer.seekToEnd(own);
            // Only now is the end looked up; a question asked before could have its answer missed.
            own.forEach(partition -> consumer.position(partition, POSITION_TIMEOUT));
            requesters.forEach((partition, requester) -> requester.answersComeTo(partition.partition()));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        thread = new PollingThread(clients.serviceName() + "-replies", consumer, Pace.AT_ONCE, this::receive);
        thread.start();
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.stop();
            thread = null;
            byReplyTopic.values().forEach(KafkaRequester::stop);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.REQUESTERS;
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Correlation correlation = Correlation.of(record);
            KafkaRequester<?, ?> requester = byReplyTopic.get(record.topic());
            if (correlation != null
                    && requester != null
                    && correlation.instance().equals(instance)) {
                requester.receive(correlation, record);
            }
        }
    }
}
