package org.letterlock.service.kafka;

import java.util.List;

/** Does the work of the records of one poll; may block. */
@FunctionalInterface
public interface BatchHandler<V> {
    /** Returns when the effect of every record is durable. */
    void handle(List<ConsumedRecord<V>> records);
}
