package org.letterlock.auth.password;

/**
 * What a domain wants of passwords.
 *
 * @param minLength in characters, 8 to 128 (PWD-1)
 * @param complexity whether {@code minClasses} holds (PWD-2)
 * @param minClasses of lower, upper, digit and other, 1 to 4
 * @param history how many of the last passwords are refused, 0 to 24 (PWD-9)
 * @param expiry whether passwords expire (PWD-7)
 * @param maxAgeDays after which they do, 1 to 1000
 * @param selfRenewal whether the owner of an expired password may set another with it (PWD-8)
 */
public record PasswordPolicy(
        int minLength,
        boolean complexity,
        int minClasses,
        int history,
        boolean expiry,
        int maxAgeDays,
        boolean selfRenewal) {
    /** What holds until somebody changes it, and for the built-in administrator, who has no domain. */
    public static final PasswordPolicy DEFAULT = new PasswordPolicy(12, true, 3, 6, false, 180, true);

    /** Longest password in characters, under every policy (PWD-1). */
    public static final int MAX_LENGTH = 128;
}
