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
import org.letterlock.contracts.Topics;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** All replicated views of a service, fed by one consumer, which hears of the other replicas too. */
final class KafkaViews implements Views, SmartLifecycle {
    private static final Duration LOAD_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);

    private final KafkaClients clients;
    private final RecordSealer sealer;
    private final Replicas replicas;
    private final Map<String, KafkaView<?>> views = new LinkedHashMap<>(); // guarded by this; not changed once started
    private @Nullable PollingThread thread; // guarded by this

    KafkaViews(KafkaClients clients, RecordSealer sealer, Replicas replicas) {
        this.clients = clients;
        this.sealer = sealer;
        this.replicas = replicas;
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
        Consumer<String, byte[]> consumer = clients.assigned("views");
        try {
            List<TopicPartition> all = new ArrayList<>();
            views.keySet().forEach(topic -> all.addAll(KafkaClients.partitions(consumer, topic)));
            all.addAll(KafkaClients.partitions(consumer, Topics.REPLICA_STATES.name()));
            consumer.assign(all);
            consumer.seekToBeginning(all);
            load(consumer, consumer.endOffsets(all));
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        replicas.loaded(views.keySet());
        thread = new PollingThread(clients.serviceName() + "-views", consumer, Pace.AT_ONCE, new PollingThread.Work() {
            @Override
            public void handle(ConsumerRecords<String, byte[]> records) {
                receive(records);
            }

            @Override
            public void polled() {
                replicas.polled();
            }
        });
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
            if (view == null) {
                replicas.heard(record);
            } else if (view.receive(record)) {
                Long version = Headers.number(record, Headers.CONFIG_VERSION);
                replicas.tookIn(record.topic(), version == null ? 0 : version);
            }
        }
    }

    @Override
    public synchronized void stop() {
        if (thread != null) {
            thread.stop();
            thread = null;
            replicas.leave();
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
