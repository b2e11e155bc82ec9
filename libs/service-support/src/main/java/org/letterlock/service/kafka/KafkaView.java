package org.letterlock.service.kafka;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.letterlock.contracts.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One view. Records come from one thread; listeners are told under the lock, so that none misses or repeats a change. */
final class KafkaView<V> implements ReplicatedView<V> {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaView.class);

    private final Topic<V> topic;
    private final RecordSealer sealer;
    private final Map<String, V> values = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<ViewChange<V>>> listeners = new ArrayList<>(); // guarded by lock

    KafkaView(Topic<V> topic, RecordSealer sealer) {
        this.topic = topic;
        this.sealer = sealer;
    }

    @Override
    public Optional<V> find(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Collection<V> values() {
        return List.copyOf(values.values());
    }

    @Override
    public void onChange(Consumer<ViewChange<V>> listener) {
        lock.lock();
        try {
            values.forEach((key, value) -> tell(listener, new ViewChange.Put<>(key, value)));
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /** Whether the record could be read and has taken effect. */
    boolean receive(ConsumerRecord<String, byte[]> record) {
        String key = record.key();
        byte[] sealed = record.value();
        try {
            apply(
                    sealed == null
                            ? new ViewChange.Removed<>(key)
                            : new ViewChange.Put<>(key, sealer.open(topic, key, sealed, "")));
            return true;
        } catch (RuntimeException e) { // the edge of the consumer: the older value stays
            LOG.error("the record at {}@{} cannot be read", record.topic(), record.offset(), e);
            return false;
        }
    }

    private void apply(ViewChange<V> change) {
        lock.lock();
        try {
            switch (change) {
                case ViewChange.Put<V>(String key, V value) -> values.put(key, value);
                case ViewChange.Removed<V>(String key) -> values.remove(key);
            }
            listeners.forEach(listener -> tell(listener, change));
        } finally {
            lock.unlock();
        }
    }

    private void tell(Consumer<ViewChange<V>> listener, ViewChange<V> change) {
        try {
            listener.accept(change);
        } catch (RuntimeException e) { // the edge: other listeners must hear of it
            LOG.error("a listener of {} failed", topic.name(), e);
        }
    }
}
