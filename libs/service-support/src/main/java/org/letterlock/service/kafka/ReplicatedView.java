package org.letterlock.service.kafka;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;

/** The newest value of each key of a compacted topic, in memory. Safe for use by any thread; never blocks. */
public interface ReplicatedView<V> {
    /** The value of that key. */
    Optional<V> find(String key);

    /** All values at this moment, in no order. */
    Collection<V> values();

    /**
     * Tells a listener of everything that is there already and then of each change, in order, on one thread at a time. A
     * listener must be quick; one that throws is logged and goes on being told.
     */
    void onChange(Consumer<ViewChange<V>> listener);
}
