package org.letterlock.auth.password;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The policy of a domain as the API shows it. */
record PasswordPolicyView(
        int minLength,
        boolean complexity,
        int minClasses,
        int history,
        boolean expiry,
        int maxAgeDays,
        boolean selfRenewal,
        @Nullable Instant expirySince,
        @Nullable Instant changedAt) {

    static PasswordPolicyView of(StoredPasswordPolicy stored) {
        PasswordPolicy policy = stored.policy();
        return new PasswordPolicyView(
                policy.minLength(),
                policy.complexity(),
                policy.minClasses(),
                policy.history(),
                policy.expiry(),
                policy.maxAgeDays(),
                policy.selfRenewal(),
                stored.expirySince(),
                stored.changedAt());
    }
}
