package org.letterlock.service;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that is done again and again, on a thread of its own, while the application context runs. A round that fails is told in
 * the log, and the next one tries again; a round that is under way when the context stops is interrupted.
 */
public final class RecurringWork implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RecurringWork.class);

    private final String name;
    private final Duration first;
    private final Duration pause;
    private final Runnable work;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    /**
     * Work that begins with the context.
     *
     * @param name of the thread, and of the work in the log
     * @param first until the first round
     * @param pause from the end of a round to the next
     */
    public RecurringWork(String name, Duration first, Duration pause, Runnable work) {
        this.name = name;
        this.first = first;
        this.pause = pause;
        this.work = work;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name(name).factory());
        executor = started;
        var _ = started.scheduleWithFixedDelay(this::round, first.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
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

    private void round() {
        try {
            work.run();
        } catch (RuntimeException e) { // the edge of a job; the next round tries again
            LOG.warn("{} has failed and will be tried again", name, e);
        }
    }
}
