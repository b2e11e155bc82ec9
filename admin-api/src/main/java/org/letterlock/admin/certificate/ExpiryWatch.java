package org.letterlock.admin.certificate;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks once an hour whether a certificate is about to end. */
final class ExpiryWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);
    private static final Duration FIRST = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofHours(1);

    private final ExpiryWarnings warnings;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    ExpiryWatch(ExpiryWarnings warnings) {
        this.warnings = warnings;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("certificate-expiry").factory());
        executor = scheduled;
        var _ = scheduled.scheduleWithFixedDelay(this::look, FIRST.toSeconds(), INTERVAL.toSeconds(), TimeUnit.SECONDS);
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

    private void look() {
        try {
            warnings.look();
        } catch (RuntimeException e) { // the edge of a job; the next hour tries again
            LOG.warn("certificates could not be looked at", e);
        }
    }
}
