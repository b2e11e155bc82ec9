package org.letterlock.service.content;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Removes contents that nobody needs any more, once an hour. */
final class ContentSweeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSweeper.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration FIRST = Duration.ofMinutes(5);
    private static final int BATCH = 100;

    private final JdbcContentStore store;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    ContentSweeper(JdbcContentStore store) {
        this.store = store;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("content-sweeper").factory());
        executor = scheduled;
        var _ = scheduled.scheduleWithFixedDelay(
                this::sweep, FIRST.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
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

    private void sweep() {
        try {
            int removed = 0;
            int count;
            do {
                count = store.sweep(BATCH);
                removed += count;
            } while (count == BATCH && !Thread.currentThread().isInterrupted());
            if (removed > 0) {
                LOG.info("{} contents removed that nobody needs any more", removed);
            }
        } catch (RuntimeException e) { // the edge of a job; the next hour tries again
            LOG.warn("contents that nobody needs could not be removed", e);
        }
    }
}
