package org.letterlock.service.kafka;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;

/** Publishes what a transaction made true, if and only if it commits. */
public interface Outbox {
    /**
     * Adds a record to the current transaction; it is published in order soon after the commit, at least once. Write the rows
     * that the record tells of first: their locks keep the records of concurrent transactions in the right order.
     *
     * @param valueOrTombstone null removes the key from a compacted topic
     * @throws IllegalStateException without a transaction
     */
    <V> void add(Topic<V> topic, String key, @Nullable V valueOrTombstone);
}
