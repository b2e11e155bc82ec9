package org.letterlock.service.kafka;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.letterlock.contracts.Exchange;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** The answering side of all exchanges of a service. */
final class KafkaResponders implements Responders, SmartLifecycle {
    private final KafkaClients clients;
    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final InstantSource clock;
    private final Executor blocking = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("answer-", 0).factory());
    private final List<KafkaResponder<?, ?>> responders = new ArrayList<>(); // guarded by this
    private boolean running; // guarded by this

    KafkaResponders(KafkaClients clients, KafkaTopicPublisher publisher, RecordSealer sealer, InstantSource clock) {
        this.clients = clients;
        this.publisher = publisher;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public synchronized <Q, A> void answer(Exchange<Q, A> exchange, Function<Q, ? extends CompletionStage<A>> handler) {
        if (running) {
            throw new IllegalStateException("handlers are declared before the application context is started");
        }
        responders.add(new KafkaResponder<>(exchange, handler, clients, publisher, sealer, clock));
    }

    @Override
    public <Q, A> void answerBlocking(Exchange<Q, A> exchange, Function<Q, A> handler) {
        answer(exchange, request -> CompletableFuture.supplyAsync(() -> handler.apply(request), blocking));
    }

    @Override
    public synchronized void start() {
        running = true;
        responders.forEach(KafkaResponder::start);
    }

    @Override
    public synchronized void stop() {
        responders.forEach(KafkaResponder::stop);
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
}
