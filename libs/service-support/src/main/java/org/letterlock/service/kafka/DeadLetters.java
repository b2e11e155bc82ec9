package org.letterlock.service.kafka;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.letterlock.contracts.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records aside that cannot be handled, as they are, with their cause and where they were. */
final class DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MAX_CAUSE = 500;

    private final Topic<?> topic;
    private final KafkaTopicPublisher publisher;

    DeadLetters(Topic<?> topic, KafkaTopicPublisher publisher) {
        this.topic = topic;
        this.publisher = publisher;
    }

    /** False when the record could not be put aside, and so must come again. */
    boolean take(ConsumerRecord<String, byte[]> record, RuntimeException cause) {
        var letter = new ProducerRecord<>(topic.deadLetterName(), record.key(), record.value());
        record.headers().forEach(letter.headers()::add);
        letter.headers().add("cause", Headers.text(describe(cause)));
        letter.headers().add("partition", Headers.number(record.partition()));
        letter.headers().add("offset", Headers.number(record.offset()));
        try {
            publisher.send(letter).toCompletableFuture().get();
            LOG.error(
                    "the record at {}-{}@{} goes to {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    topic.deadLetterName(),
                    cause);
            return true;
        } catch (ExecutionException e) {
            LOG.warn("a record could not be put into {}", topic.deadLetterName(), e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    // The message of an exception may quote what was read, so only the kinds of the exceptions are told.
    private static String describe(Throwable cause) {
        StringBuilder kinds = new StringBuilder();
        for (Throwable each = cause; each != null && kinds.length() < MAX_CAUSE; each = each.getCause()) {
            kinds.append(kinds.isEmpty() ? "" : " < ").append(each.getClass().getName());
        }
        return kinds.toString();
    }
}
