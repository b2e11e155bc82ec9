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

    /**
     * Tells the audit log, with the current transaction, what the request that this thread works for has changed (AUD-7). Give
     * the documents as the API shows them. What the service changes of its own accord is not told.
     *
     * @param event such as {@code config.changed}
     * @param target the resource, such as {@code /accounts/<id>}
     * @param before null where there was nothing
     * @param after null where nothing is left
     * @throws IllegalStateException without a transaction
     */
    void audit(String event, String target, @Nullable Object before, @Nullable Object after);
}
