package org.letterlock.service.kafka;

import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Which request a record belongs to. Authenticated with request and answer, so that an answer cannot be repeated for another
 * question.
 */
record Correlation(UUID instance, long number, int replyPartition, long deadlineMillis) {

    String bound() {
        return instance + "/" + number + "/" + deadlineMillis;
    }

    RecordHeaders headers() {
        RecordHeaders headers = new RecordHeaders();
        headers.add(Headers.INSTANCE, Headers.uuid(instance));
        headers.add(Headers.CORRELATION, Headers.number(number));
        headers.add(Headers.REPLY_PARTITION, Headers.number(replyPartition));
        headers.add(Headers.DEADLINE, Headers.number(deadlineMillis));
        return headers;
    }

    static @Nullable Correlation of(ConsumerRecord<?, ?> record) {
        UUID instance = Headers.uuid(record, Headers.INSTANCE);
        Long number = Headers.number(record, Headers.CORRELATION);
        Long partition = Headers.number(record, Headers.REPLY_PARTITION);
        Long deadline = Headers.number(record, Headers.DEADLINE);
        if (instance == null || number == null || partition == null || deadline == null) {
            return null;
        }
        // The partition is not authenticated; one that cannot be must not end the work on a batch.
        return partition < 0 || partition > Integer.MAX_VALUE
                ? null
                : new Correlation(instance, number, partition.intValue(), deadline);
    }
}
