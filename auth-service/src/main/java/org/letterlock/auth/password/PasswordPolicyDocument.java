package org.letterlock.auth.password;

import org.letterlock.service.web.Faults;

/**
 * What an administrator writes about the passwords of a domain; what is not said takes its default.
 *
 * @param minLength 8 to 128 characters; default 12
 * @param complexity whether {@code minClasses} holds; default true
 * @param minClasses 1 to 4 of lower, upper, digit and other; default 3
 * @param history 0 to 24 former passwords that are refused, the current one among them; default 6
 * @param expiry whether passwords expire; default false
 * @param maxAgeDays 1 to 1000; default 180
 * @param selfRenewal whether an expired password is good for setting another; default true
 */
record PasswordPolicyDocument(
        int minLength,
        boolean complexity,
        int minClasses,
        int history,
        boolean expiry,
        int maxAgeDays,
        boolean selfRenewal) {
    static final PasswordPolicyDocument DEFAULTS = of(PasswordPolicy.DEFAULT);

    static PasswordPolicyDocument of(PasswordPolicy policy) {
        return new PasswordPolicyDocument(
                policy.minLength(),
                policy.complexity(),
                policy.minClasses(),
                policy.history(),
                policy.expiry(),
                policy.maxAgeDays(),
                policy.selfRenewal());
    }

    /** The policy, or every fault of the document at once. */
    PasswordPolicy checked() {
        Faults faults = new Faults();
        PasswordPolicy policy = new PasswordPolicy(
                faults.within(minLength, 0, 8, PasswordPolicy.MAX_LENGTH, "/minLength"),
                complexity,
                faults.within(minClasses, 0, 1, 4, "/minClasses"),
                faults.within(history, 0, 0, 24, "/history"),
                expiry,
                faults.within(maxAgeDays, 0, 1, 1000, "/maxAgeDays"),
                selfRenewal);
        faults.throwIfAny();
        return policy;
    }
}
