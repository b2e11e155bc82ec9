package org.letterlock.netty.session;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that must happen in time. Restarting it costs no more than reading the clock, so it may be restarted for every
 * octet that arrives. Confined to its event loop, whose ticker is its clock.
 */
public final class Countdown {
    private final EventLoop loop;
    private final Runnable onExpiry;
    private long limitNanos;
    private long startedAt;
    private boolean running;
    private @Nullable Future<?> scheduled; // null while no wake-up is due

    /** A countdown that does not run yet. */
    public Countdown(EventLoop loop, Runnable onExpiry) {
        this.loop = loop;
        this.onExpiry = onExpiry;
    }

    /** Starts it anew with a limit of its own. */
    public void start(Duration limit) {
        long nanos = limit.toNanos();
        if (scheduled != null && nanos < limitNanos) {
            cancel(); // the wake-up that is due would come too late
        }
        limitNanos = nanos;
        running = true;
        restart();
    }

    /** Gives it the whole time again, if it runs. */
    public void restart() {
        startedAt = loop.ticker().nanoTime();
        if (running && scheduled == null) {
            schedule(limitNanos);
        }
    }

    /** Stops it. */
    public void stop() {
        running = false;
    }

    /** Stops it for good and leaves nothing behind on the event loop. */
    public void cancel() {
        running = false;
        Future<?> due = scheduled;
        if (due != null) {
            due.cancel(false);
            scheduled = null;
        }
    }

    private void schedule(long nanos) {
        scheduled = loop.schedule(this::wake, nanos, TimeUnit.NANOSECONDS);
    }

    private void wake() {
        scheduled = null;
        if (!running) {
            return;
        }
        long left = startedAt + limitNanos - loop.ticker().nanoTime();
        if (left > 0) {
            schedule(left);
        } else {
            running = false;
            onExpiry.run();
        }
    }
}
