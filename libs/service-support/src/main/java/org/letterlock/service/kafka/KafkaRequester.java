package org.letterlock.service.kafka;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks, and remembers what it has asked until the answer or the deadline has come. */
final class KafkaRequester<Q, A> implements Requester<Q, A> {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaRequester.class);
    static final int MAX_IN_FLIGHT = 20_000;
    private static final int NOT_STARTED = -1;

    private final Exchange<Q, A> exchange;
    private final UUID instance;
    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final InstantSource clock;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<Long, Waiting<A>> inFlight = new ConcurrentHashMap<>();
    private volatile int replyPartition = NOT_STARTED;

    KafkaRequester(
            Exchange<Q, A> exchange,
            UUID instance,
            KafkaTopicPublisher publisher,
            RecordSealer sealer,
            InstantSource clock) {
        this.exchange = exchange;
        this.instance = instance;
        this.publisher = publisher;
        this.sealer = sealer;
        this.clock = clock;
    }

    void answersComeTo(int partition) {
        replyPartition = partition;
    }

    @Override
    public CompletionStage<A> ask(String key, Q request) {
        int partition = replyPartition;
        if (partition == NOT_STARTED) {
            return CompletableFuture.failedFuture(noAnswer("the service is not running", null));
        }
        if (inFlight.size() >= MAX_IN_FLIGHT) {
            return CompletableFuture.failedFuture(noAnswer("too many questions wait", null));
        }
        long deadline = clock.instant().plus(exchange.deadline()).toEpochMilli();
        var correlation = new Correlation(instance, numbers.incrementAndGet(), partition, deadline);
        byte[] sealed = sealer.seal(exchange.requests(), key, request, correlation.bound());
        var answer = new CompletableFuture<A>();
        inFlight.put(correlation.number(), new Waiting<>(key, answer));
        CompletableFuture<A> result = answer.orTimeout(exchange.deadline().toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((_, _) -> inFlight.remove(correlation.number()))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(asNoAnswer(failure)));
        publisher
                .send(new ProducerRecord<>(exchange.requests().name(), null, key, sealed, correlation.headers()))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        answer.completeExceptionally(noAnswer("the question could not be sent", failure));
                    }
                });
        return result;
    }

    void receive(Correlation correlation, ConsumerRecord<String, byte[]> record) {
        Waiting<A> waiting = inFlight.get(correlation.number());
        if (waiting == null || !waiting.key().equals(record.key())) {
            return; // came after the deadline
        }
        if (Headers.octets(record, Headers.FAILED) != null) {
            waiting.answer().completeExceptionally(noAnswer("the other service failed", null));
            return;
        }
        try {
            waiting.answer()
                    .complete(sealer.open(exchange.replies(), record.key(), record.value(), correlation.bound()));
        } catch (RuntimeException e) { // an answer that is none is no answer; the deadline decides
            LOG.error("an answer of {} cannot be read", exchange.name(), e);
        }
    }

    void stop() {
        replyPartition = NOT_STARTED;
        inFlight.values()
                .forEach(waiting -> waiting.answer().completeExceptionally(noAnswer("the service stops", null)));
    }

    private NoAnswerException asNoAnswer(Throwable failure) {
        return switch (failure) {
            case NoAnswerException known -> known;
            case TimeoutException _ -> noAnswer("nobody answered in time", failure);
            default -> noAnswer("the question failed", failure);
        };
    }

    private NoAnswerException noAnswer(String why, @Nullable Throwable cause) {
        return new NoAnswerException(exchange.name() + ": " + why, cause);
    }

    private record Waiting<A>(String key, CompletableFuture<A> answer) {}
}
