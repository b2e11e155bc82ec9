package org.letterlock.egress.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.letterlock.mailsyntax.address.Domain;

/**
 * How many deliveries run, in all and to each domain (QUEUE-4). A smaller limit ends none that runs. Safe for use by any
 * thread.
 */
final class DomainSlots {
    private final IntSupplier total;
    private final IntSupplier perDomain;
    private final Map<Domain, Integer> running = new HashMap<>(); // guarded by lock, as the next
    private int all;
    private final ReentrantLock lock = new ReentrantLock();

    DomainSlots(IntSupplier total, IntSupplier perDomain) {
        this.total = total;
        this.perDomain = perDomain;
    }

    /** Whether one more delivery may run; then it is counted until {@link #leave}. */
    boolean tryEnter(Domain domain) {
        lock.lock();
        try {
            if (all >= total.getAsInt() || running.getOrDefault(domain, 0) >= perDomain.getAsInt()) {
                return false;
            }
            all++;
            running.merge(domain, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void leave(Domain domain) {
        lock.lock();
        try {
            all--;
            running.computeIfPresent(domain, (_, count) -> count == 1 ? null : count - 1);
        } finally {
            lock.unlock();
        }
    }

    int free() {
        lock.lock();
        try {
            return Math.max(0, total.getAsInt() - all);
        } finally {
            lock.unlock();
        }
    }

    Set<Domain> busy() {
        lock.lock();
        try {
            return running.entrySet().stream()
                    .filter(entry -> entry.getValue() >= perDomain.getAsInt())
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        } finally {
            lock.unlock();
        }
    }
}
