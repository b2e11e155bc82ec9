package org.letterlock.egress.queue;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the one who waits that the queue may have work. Safe for use by any thread. */
public final class QueueSignal {
    private final Semaphore work = new Semaphore(0);

    /** There may be work. */
    public void wakeUp() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    /** Waits for a signal, at most so long. */
    public void await(Duration atMost) throws InterruptedException {
        boolean _ = work.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
        work.drainPermits();
    }
}
