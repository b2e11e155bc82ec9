package org.letterlock.service.kafka;

import org.letterlock.contracts.Topic;

/** Reads work from topics. Declared before the application context is started; records flow once it is and until it stops. */
public interface Consumers {
    /**
     * Hands the records of a topic to a handler, in order within each partition. Offsets are committed after the handler has
     * returned, so a record may come again: handlers are idempotent.
     *
     * <p>A failure of category RESOURCE pauses the consumption; the same batch comes again. After any other failure the
     * records of the batch come one by one, and one that fails again, or cannot be read, goes to the dead-letter topic with
     * its cause.
     *
     * @param group name of the consumer group; its instances share the partitions
     */
    <V> void consume(Topic<V> topic, String group, BatchHandler<V> handler);

    /** As {@link #consume}, with every record to every instance, from now on, nothing remembered. For pushes. */
    <V> void listen(Topic<V> topic, BatchHandler<V> handler);
}
