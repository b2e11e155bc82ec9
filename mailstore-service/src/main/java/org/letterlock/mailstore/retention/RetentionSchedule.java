package org.letterlock.mailstore.retention;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.springframework.context.SmartLifecycle;

/** Runs {@link Retention} from time to time while the service works. */
final class RetentionSchedule implements SmartLifecycle {
    private final Retention retention;
    private final Duration interval;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    RetentionSchedule(Retention retention, Duration interval) {
        this.retention = retention;
        this.interval = interval;
    }

    @Override
    public synchronized void start() {
        var started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("mailstore-retention").daemon().factory());
        var _ = started.scheduleWithFixedDelay(
                retention::run, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        executor = started;
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
}
