package org.letterlock.service.kafka;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from a topic.
 *
 * @param requestId the request in whose course it was written (API-14); null where there was none
 */
public record ConsumedRecord<V>(
        String key,
        V value,
        int partition,
        long offset,
        Instant timestamp,
        @Nullable String requestId) {

    /** A record that no request has written. */
    public ConsumedRecord(String key, V value, int partition, long offset, Instant timestamp) {
        this(key, value, partition, offset, timestamp, null);
    }
}
