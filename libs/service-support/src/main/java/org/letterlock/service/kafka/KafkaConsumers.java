package org.letterlock.service.kafka;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.contracts.Topic;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** All consumption of work of a service. */
final class KafkaConsumers implements Consumers, SmartLifecycle {
    private final KafkaClients clients;
    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final TopicCreation topics;
    private final List<Consumption<?>> consumptions = new ArrayList<>(); // guarded by this
    private boolean running; // guarded by this

    KafkaConsumers(KafkaClients clients, KafkaTopicPublisher publisher, RecordSealer sealer, TopicCreation topics) {
        this.clients = clients;
        this.publisher = publisher;
        this.sealer = sealer;
        this.topics = topics;
    }

    @Override
    public <V> void consume(Topic<V> topic, String group, BatchHandler<V> handler) {
        topics.alsoDeadLettersOf(topic);
        add(new GroupConsumption<>(topic, group, handler, clients, publisher, sealer));
    }

    @Override
    public <V> void listen(Topic<V> topic, BatchHandler<V> handler) {
        add(new Listening<>(topic, handler, clients, sealer));
    }

    private synchronized void add(Consumption<?> consumption) {
        if (running) {
            throw new IllegalStateException("consumers are declared before the application context is started");
        }
        consumptions.add(consumption);
    }

    @Override
    public synchronized void start() {
        running = true;
        consumptions.forEach(Consumption::start);
    }

    @Override
    public synchronized void stop() {
        consumptions.forEach(Consumption::stop);
        running = false;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return StartPhase.CONSUMERS;
    }

    /** One topic that is being read. */
    sealed interface Consumption<V> permits GroupConsumption, Listening {
        void start();

        void stop();
    }
}
