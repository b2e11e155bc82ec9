package org.letterlock.service.kafka;

import org.letterlock.contracts.Topic;

/**
 * Makes replicated views. All of them must have been asked for before the application context is started; its start goes on
 * when all are loaded to the end of their topics.
 */
public interface Views {
    /** The view of a compacted topic; the same one however often it is asked for. */
    <V> ReplicatedView<V> viewOf(Topic<V> compacted);
}
