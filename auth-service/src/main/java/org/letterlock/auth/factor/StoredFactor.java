package org.letterlock.auth.factor;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The authenticator of an account.
 *
 * @param confirmedAt null until a code has shown that the authenticator knows the secret; not in use before
 * @param lastStep of the last code that was taken
 */
record StoredFactor(Totp totp, Instant madeAt, @Nullable Instant confirmedAt, long lastStep, FactorAttempts attempts) {
    private static final long NO_STEP = -1;

    static StoredFactor fresh(Totp totp, Instant now) {
        return new StoredFactor(totp, now, null, NO_STEP, FactorAttempts.NONE);
    }

    boolean isEnrolled() {
        return confirmedAt != null;
    }

    /** Once a code was taken; the first one confirms the authenticator. */
    StoredFactor taken(long step, Instant now) {
        return new StoredFactor(totp, madeAt, confirmedAt == null ? now : confirmedAt, step, FactorAttempts.NONE);
    }

    StoredFactor with(FactorAttempts changed) {
        return new StoredFactor(totp, madeAt, confirmedAt, lastStep, changed);
    }
}
