package org.letterlock.admin.passwordhashing;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.letterlock.service.web.Faults;

/**
 * The resource {@code /password-hashing} (CRED-1): holds for passwords that are set from now on. What is not said takes its
 * default. Memory times iterations is never less than that of the defaults, so a setting trades one for the other and weakens
 * nothing; below 7 MiB, hardware for guessing has its way whatever the iterations.
 *
 * @param argon2Memory in KiB, 7168 to 262 144; default 19 456. Half the heap of auth-service is the most that it computes with at
 *     once, and it refuses a password that needs more
 * @param argon2Iterations 1 to 10; default 2
 * @param argon2Parallelism 1 to 4; default 1
 * @param scramIterations 4096 to 1 000 000; default 65 536
 */
record PasswordHashingDocument(
        @Nullable Integer argon2Memory,
        @Nullable Integer argon2Iterations,
        @Nullable Integer argon2Parallelism,
        @Nullable Integer scramIterations) {
    private static final PasswordHashingPolicy DEFAULT = PasswordHashingPolicy.DEFAULT;
    private static final int MIN_MEMORY = 7 * 1024;
    private static final int MAX_MEMORY = 256 * 1024;
    private static final int MIN_WORK = DEFAULT.memoryKibibytes() * DEFAULT.iterations();

    static PasswordHashingDocument of(PasswordHashingPolicy policy) {
        return new PasswordHashingDocument(
                policy.memoryKibibytes(), policy.iterations(), policy.parallelism(), policy.scramIterations());
    }

    /** The policy, or every fault of the document at once. */
    PasswordHashingPolicy checked() {
        Faults faults = new Faults();
        PasswordHashingPolicy policy = new PasswordHashingPolicy(
                faults.within(argon2Memory, DEFAULT.memoryKibibytes(), MIN_MEMORY, MAX_MEMORY, "/argon2Memory"),
                faults.within(argon2Iterations, DEFAULT.iterations(), 1, 10, "/argon2Iterations"),
                faults.within(argon2Parallelism, DEFAULT.parallelism(), 1, 4, "/argon2Parallelism"),
                faults.within(scramIterations, DEFAULT.scramIterations(), 4096, 1_000_000, "/scramIterations"));
        faults.throwIfAny();
        new Faults()
                .require(
                        policy.memoryKibibytes() * policy.iterations() >= MIN_WORK,
                        "/argon2Memory",
                        "too-weak",
                        "Memory times iterations is at least " + MIN_WORK + ".")
                .throwIfAny();
        return policy;
    }
}
