package org.letterlock.service.kafka;

/** What happened to a key of a replicated view. */
public sealed interface ViewChange<V> {
    /** Which key. */
    String key();

    /** The key has this value now. */
    record Put<V>(String key, V value) implements ViewChange<V> {}

    /** The key is gone. */
    record Removed<V>(String key) implements ViewChange<V> {}
}
