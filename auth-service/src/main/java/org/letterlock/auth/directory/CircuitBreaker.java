package org.letterlock.auth.directory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps from asking, again and again, what does not answer: after a failure nobody asks for a while, then one may try.
 *
 * <pre>
 * state                 admits                   on success   on failure
 * closed                everybody                closed       open for the pause
 * open                  nobody                   closed       open for the pause
 * open, pause is over   one, and opens again     closed       open for the pause
 * </pre>
 *
 * Safe for use by any thread.
 */
final class CircuitBreaker {
    private final Duration pause;
    private final InstantSource clock;
    private @Nullable Instant openUntil; // guarded by this; null while closed

    CircuitBreaker(Duration pause, InstantSource clock) {
        this.pause = pause;
        this.clock = clock;
    }

    /** Whether the caller may ask; it tells what came of it by one of the other methods. */
    synchronized boolean admits() {
        if (openUntil == null) {
            return true;
        }
        Instant now = clock.instant();
        if (now.isBefore(openUntil)) {
            return false;
        }
        openUntil = now.plus(pause); // the others wait for what comes of this one
        return true;
    }

    synchronized void succeeded() {
        openUntil = null;
    }

    synchronized void failed() {
        openUntil = clock.instant().plus(pause);
    }
}
