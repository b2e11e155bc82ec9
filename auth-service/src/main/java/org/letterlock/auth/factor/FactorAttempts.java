package org.letterlock.auth.factor;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often in a row the second factor of an account was wrong (MFA-4): five wrong codes lock the second step for five minutes,
 * the next five for ten, up to an hour. The account itself is not touched by it. Immutable.
 *
 * @param failures since the last right code or the last lock
 * @param locks since the last right code
 * @param lockedUntil null when it was never locked
 */
record FactorAttempts(int failures, int locks, @Nullable Instant lockedUntil) {
    static final FactorAttempts NONE = new FactorAttempts(0, 0, null);

    private static final int LIMIT = 5;
    private static final Duration FIRST_LOCK = Duration.ofMinutes(5);
    private static final Duration LONGEST_LOCK = Duration.ofHours(1);
    private static final int MAX_DOUBLINGS = 10;

    boolean isLockedAt(Instant now) {
        return lockedUntil != null && now.isBefore(lockedUntil);
    }

    /** One more wrong code. */
    FactorAttempts failedAt(Instant now) {
        return failures + 1 < LIMIT
                ? new FactorAttempts(failures + 1, locks, lockedUntil)
                : new FactorAttempts(0, locks + 1, now.plus(lockTime()));
    }

    private Duration lockTime() {
        Duration doubled = FIRST_LOCK.multipliedBy(1L << Math.min(locks, MAX_DOUBLINGS));
        return doubled.compareTo(LONGEST_LOCK) < 0 ? doubled : LONGEST_LOCK;
    }
}
