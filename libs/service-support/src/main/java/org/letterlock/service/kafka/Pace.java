package org.letterlock.service.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How often a polling thread sets to work. A record that comes alone is taken at once; when records come in a stream,
 * they are gathered for a moment, so that one fetch, one transaction and one commit serve many of them.
 */
final class Pace {
    /** For work that nobody waits for. */
    static final Duration WORK = Duration.ofMillis(20);

    /** For questions and answers, for which somebody waits, and for what must be known without delay. */
    static final Duration AT_ONCE = Duration.ZERO;

    private final long spacingNanos;
    private final LongSupplier nanoTime;
    private long begun;

    /**
     * @param spacing between the beginnings of two pieces of work
     * @param nanoTime as {@link System#nanoTime}
     */
    Pace(Duration spacing, LongSupplier nanoTime) {
        spacingNanos = spacing.toNanos();
        this.nanoTime = nanoTime;
        begun = nanoTime.getAsLong() - spacingNanos;
    }

    /** Work begins now. */
    void begin() {
        begun = nanoTime.getAsLong();
    }

    /** Nanoseconds until the next piece of work may begin; none or fewer, when it may begin now. */
    long remaining() {
        return spacingNanos - (nanoTime.getAsLong() - begun);
    }
}
