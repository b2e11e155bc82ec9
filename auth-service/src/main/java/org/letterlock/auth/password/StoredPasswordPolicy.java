package org.letterlock.auth.password;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The policy of a domain as it is in the database.
 *
 * @param expirySince when expiry was switched on; null while it is off
 * @param version 0 until somebody has changed it
 * @param changedAt null until then
 */
record StoredPasswordPolicy(
        PasswordPolicy policy,
        @Nullable Instant expirySince,
        long version,
        @Nullable Instant changedAt) {
    static final StoredPasswordPolicy DEFAULT = new StoredPasswordPolicy(PasswordPolicy.DEFAULT, null, 0, null);

    /** The next version. The clock of passwords starts anew only where expiry was off before (PWD-7). */
    StoredPasswordPolicy changed(PasswordPolicy wanted, Instant now) {
        Instant running = expirySince == null ? now : expirySince;
        return new StoredPasswordPolicy(wanted, wanted.expiry() ? running : null, version + 1, now);
    }
}
