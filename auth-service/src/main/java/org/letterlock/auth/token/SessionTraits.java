package org.letterlock.auth.token;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a session has beyond what every token has.
 *
 * @param factorAt when the second factor was last shown in it; null where it was not
 * @param startedFrom address of the client that has logged in; null for sessions of before that was kept
 * @param superseded whether it was renewed under another id, and only requests that were under way still use it
 */
record SessionTraits(
        SessionClient client,
        @Nullable Instant factorAt,
        @Nullable String startedFrom,
        boolean superseded) {
    /** For how long after it was shown the second factor counts as just shown (ADM-5). */
    static final Duration STEP_UP = Duration.ofMinutes(5);

    /** Until when the session is good for what wants the second factor; null where it is not at all. */
    @Nullable
    Instant steppedUpUntil() {
        return factorAt == null || superseded ? null : factorAt.plus(STEP_UP);
    }
}
