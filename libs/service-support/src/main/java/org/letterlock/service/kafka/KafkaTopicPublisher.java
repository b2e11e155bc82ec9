package org.letterlock.service.kafka;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;
import org.letterlock.service.web.RequestId;

/** Publishes through the one producer of the service. What is not acknowledged yet is limited; beyond that it fails at once. */
final class KafkaTopicPublisher implements TopicPublisher {
    static final long MAX_OCTETS_IN_FLIGHT = 32L * 1024 * 1024;
    static final String REQUEST_ID = "request-id";
    private static final int OVERHEAD = 512;

    private final Producer<String, byte[]> producer;
    private final RecordSealer sealer;
    private final AtomicLong octetsInFlight = new AtomicLong();

    KafkaTopicPublisher(Producer<String, byte[]> producer, RecordSealer sealer) {
        this.producer = producer;
        this.sealer = sealer;
    }

    @Override
    public <V> CompletionStage<Void> publish(Topic<V> topic, String key, @Nullable V valueOrTombstone) {
        byte[] sealed = valueOrTombstone == null ? null : sealer.seal(topic, key, valueOrTombstone, "");
        return send(new ProducerRecord<>(topic.name(), key, sealed));
    }

    CompletionStage<Void> send(ProducerRecord<String, byte[]> record) {
        int size = size(record);
        var acknowledged = new CompletableFuture<Void>();
        if (octetsInFlight.addAndGet(size) > MAX_OCTETS_IN_FLIGHT) {
            octetsInFlight.addAndGet(-size);
            acknowledged.completeExceptionally(
                    new PublishFailedException("too much waits to be acknowledged for " + record.topic(), null));
            return acknowledged;
        }
        RequestId.current().ifPresent(id -> record.headers().add(new RecordHeader(REQUEST_ID, Headers.text(id))));
        try {
            var _ = producer.send(record, (_, failure) -> {
                octetsInFlight.addAndGet(-size);
                if (failure == null) {
                    acknowledged.complete(null);
                } else {
                    acknowledged.completeExceptionally(failed(record, failure));
                }
            });
        } catch (KafkaException | IllegalStateException e) { // the latter from a producer that is closed
            octetsInFlight.addAndGet(-size);
            acknowledged.completeExceptionally(failed(record, e));
        }
        return acknowledged;
    }

    private static PublishFailedException failed(ProducerRecord<?, ?> record, Exception cause) {
        return new PublishFailedException("the broker has not acknowledged a record of " + record.topic(), cause);
    }

    private static int size(ProducerRecord<String, byte[]> record) {
        byte[] value = record.value();
        return OVERHEAD + (value == null ? 0 : value.length);
    }
}
