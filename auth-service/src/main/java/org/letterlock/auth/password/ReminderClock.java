package org.letterlock.auth.password;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.service.StartPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Looks each hour whether reminders are due. */
final class ReminderClock implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ReminderClock.class);
    private static final long FIRST_AFTER_MINUTES = 1;
    private static final long EVERY_MINUTES = 60;

    private final PasswordReminders reminders;
    private @Nullable ScheduledExecutorService executor; // guarded by this

    ReminderClock(PasswordReminders reminders) {
        this.reminders = reminders;
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService scheduled = Executors.newSingleThreadScheduledExecutor(
                Thread.ofVirtual().name("password-reminders").factory());
        executor = scheduled;
        var _ = scheduled.scheduleWithFixedDelay(this::remind, FIRST_AFTER_MINUTES, EVERY_MINUTES, TimeUnit.MINUTES);
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

    private void remind() {
        try {
            reminders.sendDue();
        } catch (RuntimeException e) { // the edge of a job; the next round tries again
            LOG.warn("reminders of passwords that expire could not be sent", e);
        }
    }
}
