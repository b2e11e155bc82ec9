package org.letterlock.contracts;

import java.time.Duration;

/**
 * A Kafka topic and what its records are. The key of a record is an opaque id, never an address.
 *
 * @param name the name in the broker; an incompatible change of the record makes a new topic, {@code name.v2}
 * @param recordType type of the values, a record or a sealed interface of records
 * @param partitions how many partitions it is created with
 * @param retention how long records are kept
 * @param flushed whether a single broker flushes each batch to disk before it acknowledges
 */
public record Topic<V>(String name, Class<V> recordType, int partitions, Retention retention, boolean flushed) {

    /** How long a record stays. */
    public sealed interface Retention {
        /** For a time after it was written. */
        record KeptFor(Duration time) implements Retention {}

        /** The newest record of each key stays for ever; a record without value removes its key. */
        record Compacted() implements Retention {}
    }

    static <V> Topic<V> keptFor(String name, Class<V> recordType, int partitions, Duration time) {
        return new Topic<>(name, recordType, partitions, new Retention.KeptFor(time), false);
    }

    static <V> Topic<V> compacted(String name, Class<V> recordType) {
        return new Topic<>(name, recordType, 1, new Retention.Compacted(), false);
    }

    Topic<V> flushedBeforeAcknowledged() {
        return new Topic<>(name, recordType, partitions, retention, true);
    }

    /** Where records go that a consumer could not read or handle. */
    public String deadLetterName() {
        return name + ".dead-letter";
    }
}
