package org.letterlock.auth.credential;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The memory that passwords may be computed with at once, whatever each of them costs. Whoever needs more than is free waits his
 * turn; whoever needs more than there is gets none, so that no setting takes the memory of everything else. Safe for use by
 * any thread.
 */
final class HashingMemory {
    private final int kibibytes;
    private final Semaphore free;

    HashingMemory(int kibibytes) {
        this.kibibytes = kibibytes;
        this.free = new Semaphore(kibibytes, true);
    }

    /** Half of the heap. */
    static HashingMemory ofHeap() {
        return new HashingMemory(
                (int) Math.min(Integer.MAX_VALUE, Runtime.getRuntime().maxMemory() / 1024 / 2));
    }

    /**
     * Does work that needs so much memory.
     *
     * @throws TimeoutException where there is not as much, or not within {@code patience}
     */
    <T> T with(int needed, Duration patience, Callable<T> work) throws Exception {
        if (needed > kibibytes || !free.tryAcquire(needed, patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("no memory for it");
        }
        try {
            return work.call();
        } finally {
            free.release(needed);
        }
    }
}
