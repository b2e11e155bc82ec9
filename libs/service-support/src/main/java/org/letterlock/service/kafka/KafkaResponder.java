package org.letterlock.service.kafka;

import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Exchange;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of one exchange. */
final class KafkaResponder<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaResponder.class);
    static final int MAX_AT_WORK = 500;
    private static final long STOP_SECONDS = 5;

    private final Exchange<Q, A> exchange;
    private final Function<Q, ? extends CompletionStage<A>> handler;
    private final KafkaClients clients;
    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final InstantSource clock;
    private final Semaphore permits = new Semaphore(MAX_AT_WORK);
    private @Nullable PollingThread thread; // owned by the thread that starts and stops

    KafkaResponder(
            Exchange<Q, A> exchange,
            Function<Q, ? extends CompletionStage<A>> handler,
            KafkaClients clients,
            KafkaTopicPublisher publisher,
            RecordSealer sealer,
            InstantSource clock) {
        this.exchange = exchange;
        this.handler = handler;
        this.clients = clients;
        this.publisher = publisher;
        this.sealer = sealer;
        this.clock = clock;
    }

    void start() {
        String topic = exchange.requests().name();
        var consumer = clients.grouped(topic, clients.serviceName() + "." + topic, true);
        consumer.subscribe(List.of(topic));
        PollingThread polling =
                new PollingThread(clients.serviceName() + "-" + topic, consumer, Pace.AT_ONCE, this::receive);
        thread = polling;
        polling.start();
    }

    /** Takes no more requests and waits a little for the answers that are being made. */
    void stop() {
        PollingThread polling = thread;
        if (polling == null) {
            return;
        }
        polling.stop();
        thread = null;
        try {
            if (permits.tryAcquire(MAX_AT_WORK, STOP_SECONDS, TimeUnit.SECONDS)) {
                permits.release(MAX_AT_WORK);
            } else {
                LOG.warn("{} stops with answers still being made", exchange.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(ConsumerRecords<String, byte[]> records) {
        for (ConsumerRecord<String, byte[]> record : records) {
            Correlation correlation = Correlation.of(record);
            if (correlation == null || record.value() == null) {
                LOG.error("a request of {} lacks its headers", exchange.name());
            } else if (clock.millis() < correlation.deadlineMillis()) {
                answer(record, correlation);
            }
        }
    }

    private void answer(ConsumerRecord<String, byte[]> record, Correlation correlation) {
        permits.acquireUninterruptibly();
        try {
            Q request = sealer.open(exchange.requests(), record.key(), record.value(), correlation.bound());
            handler.apply(request)
                    .whenComplete((answer, failure) -> complete(record.key(), correlation, answer, failure));
        } catch (RuntimeException e) { // the edge of the consumer: the next request is another one
            complete(record.key(), correlation, null, e);
        }
    }

    private void complete(String key, Correlation correlation, @Nullable A answer, @Nullable Throwable failure) {
        permits.release();
        RecordHeaders headers = correlation.headers();
        byte[] sealed = new byte[0];
        if (failure == null && answer != null) {
            sealed = sealer.seal(exchange.replies(), key, answer, correlation.bound());
        } else {
            tell(failure);
            headers.add(Headers.FAILED, new byte[0]);
        }
        publisher
                .send(new ProducerRecord<>(
                        exchange.replies().name(), correlation.replyPartition(), key, sealed, headers))
                .whenComplete((_, notSent) -> {
                    if (notSent != null) {
                        LOG.warn("an answer of {} could not be sent", exchange.name(), notSent);
                    }
                });
    }

    private void tell(@Nullable Throwable failure) {
        if (failure == null) {
            LOG.error("{}: a handler answered nothing", exchange.name());
        } else if (Failures.categoryOf(failure) == FailureCategory.BUG) {
            LOG.error("{}: a request failed", exchange.name(), failure);
        } else {
            LOG.warn("{}: a request could not be answered: {}", exchange.name(), failure.toString());
        }
    }
}
