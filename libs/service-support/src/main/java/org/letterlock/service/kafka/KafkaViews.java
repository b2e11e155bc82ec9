package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topic.Retention.Compacted;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** All replicated views of a service, fed by one consumer. */
final class KafkaViews implements Views, SmartLifecycle {
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final RecordSealer sealer;
    private final Map<String, KafkaView<?>> views = new LinkedHashMap<>(); // guarded by this; not changed once started
    private @Nullable PollingThread thread; // guarded by this

    KafkaViews(KafkaClients clients, RecordSealer sealer) {
        this.clients = clients;
        this.sealer = sealer;
    }

    @Override
    @SuppressWarnings("unchecked") // a view of that name was made for that topic, whose type is fixed
    public synchronized <V> ReplicatedView<V> viewOf(Topic<V> compacted) {
        KafkaView<?> known = views.get(compacted.name());
        if (known != null) {
            return (ReplicatedView<V>) known;
        }
        if (thread != null) {
            throw new IllegalStateException("views are asked for before the application context is started");
        }
        if (!(compacted.retention() instanceof Compacted)) {
            throw new IllegalArgumentException(compacted.name() + " does not keep the newest value of each key");
        }
        KafkaView<V> view = new KafkaView<>(compacted, sealer);
        views.put(compacted.name(), view);
        return view;
    }

    @Override
    public synchronized void start() {
        if (views.isEmpty()) {
            return;
        }
        Consumer<String, byte[]> consumer = clients.assigned("views");
        try {
            List<TopicPartition> all = new ArrayList<>();
            views.keySet().forEach(topic -> all.addAll(KafkaClients.partitions(consumer, topic)));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            load(consumer, consumer.endOffsets(all));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        thread = new PollingThread(clients.serviceName() + "-views", consumer, Pace.AT_ONCE, this::receive);
        thread.start();
    }

    private void load(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> ends) {
        Instant giveUp = Instant.now().plus(LOAD_TIMEOUT);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            if (Instant.now().isAfter(giveUp)) {
                throw new PublishFailedException("views could not be loaded from " + views.keySet(), null);
            }
            receive(consumer.poll(POLL));
        }
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            KafkaView<?> view = views.get(record.topic());
            if (view != null) {
                view.receive(record);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.stop();
            thread = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.VIEWS;
    }
}
