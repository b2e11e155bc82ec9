package org.letterlock.contracts.access;

/**
 * What a password that is set from now on costs to compute (CRED-1). What is stored already knows its own cost.
 *
 * @param memoryKibibytes of Argon2id
 * @param iterations of Argon2id
 * @param parallelism of Argon2id
 * @param scramIterations of the keys for SCRAM-SHA-256
 */
public record PasswordHashingPolicy(int memoryKibibytes, int iterations, int parallelism, int scramIterations) {
    /** What holds until somebody changes it. */
    public static final PasswordHashingPolicy DEFAULT = new PasswordHashingPolicy(19 * 1024, 2, 1, 65_536);
}
