package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Asks again until it is so, or the time is up. */
final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(50); // the suite limits the requests of a minute

    private Eventually() {}

    /** What is asked. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void within(Duration time, Condition condition) throws Exception {
        Instant end = Instant.now().plus(time);
        while (!condition.holds()) {
            assertThat(Instant.now()).as("not within " + time).isBefore(end);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
