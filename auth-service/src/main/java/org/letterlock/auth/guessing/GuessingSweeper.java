package org.letterlock.auth.guessing;

import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Ends blocks when their time is over, looking each second, and removes old rows, each minute. */
final class GuessingSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(GuessingSweeper.class);

    private final AddressBlocks blocks;
    private final JdbcFailures failures;
    private final JdbcLocks locks;
    private final InstantSource clock;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    GuessingSweeper(AddressBlocks blocks, JdbcFailures failures, JdbcLocks locks, InstantSource clock) {
        this.blocks = blocks;
        this.failures = failures;
        this.locks = locks;
        this.clock = clock;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("guessing-sweeper").factory());
        executor = scheduled;
        var _ = scheduled.scheduleWithFixedDelay(() -> attempt(this::endExpired), 1, 1, TimeUnit.SECONDS);
        var _ = scheduled.scheduleWithFixedDelay(() -> attempt(this::removeOld), 1, 1, TimeUnit.MINUTES);
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService running = executor;
        if (running != null) {
            running.shutdownNow();
            executor = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.WORK;
    }

    private void endExpired() {
        boolean more;
        do {
            more = blocks.endExpired();
        } while (more && !Thread.currentThread().isInterrupted());
    }

    private void removeOld() {
        failures.removeOld(clock.instant());
        locks.removeOld(clock.instant());
        blocks.removeOld();
    }

    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) { // the edge of a job; the next round tries again
            LOG.warn("old blocks and failed logins could not be removed", e);
        }
    }
}
