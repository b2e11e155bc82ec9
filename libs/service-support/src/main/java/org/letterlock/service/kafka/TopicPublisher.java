package org.letterlock.service.kafka;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Topic;

/** Writes records to topics, sealed. Safe for use by any thread; does not block. */
public interface TopicPublisher {
    /**
     * Publishes a record. The stage completes when every in-sync replica holds it, or fails with
     * {@link PublishFailedException}; it completes on a thread of the Kafka client, which dependent stages must not block.
     *
     * @param valueOrTombstone null removes the key from a compacted topic
     */
    <V> CompletionStage<Void> publish(Topic<V> topic, String key, @Nullable V valueOrTombstone);
}
