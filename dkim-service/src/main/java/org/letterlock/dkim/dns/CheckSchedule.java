package org.letterlock.dkim.dns;

import java.time.Duration;
import java.time.Instant;
import org.letterlock.dkim.key.SigningKey;

/** When to look for a record again (DKIM-15). */
public final class CheckSchedule {
    private static final Duration FIRST_HOUR = Duration.ofHours(1);
    private static final Duration AT_FIRST = Duration.ofMinutes(1);
    private static final Duration WHILE_PENDING = Duration.ofMinutes(10);
    private static final Duration AFTERWARDS = Duration.ofHours(6);

    private CheckSchedule() {}

    /** The next time for the record of that key, if it is looked for now. */
    public static Instant next(SigningKey key, Instant now) {
        return now.plus(
                switch (key.state()) {
                    case PENDING_DNS -> now.isBefore(key.createdAt().plus(FIRST_HOUR)) ? AT_FIRST : WHILE_PENDING;
                    case ACTIVE, RETIRING, RETIRED, REVOKED -> AFTERWARDS;
                });
    }
}
