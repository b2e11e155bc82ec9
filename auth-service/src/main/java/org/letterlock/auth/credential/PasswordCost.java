package org.letterlock.auth.credential;

import org.letterlock.contracts.access.PasswordHashingPolicy;
import org.letterlock.sasl.ScramKeys;

/**
 * What a password in format STRONG costs to compute (CRED-1).
 *
 * @param scramIterations within the limits of {@link ScramKeys}
 */
record PasswordCost(Argon2Cost argon2, int scramIterations) {
    static final PasswordCost DEFAULT = of(PasswordHashingPolicy.DEFAULT);

    PasswordCost {
        if (scramIterations < ScramKeys.MIN_ITERATIONS || scramIterations > ScramKeys.MAX_ITERATIONS) {
            throw new IllegalArgumentException("iterations out of range");
        }
    }

    static PasswordCost of(PasswordHashingPolicy policy) {
        return new PasswordCost(
                new Argon2Cost(policy.memoryKibibytes(), policy.iterations(), policy.parallelism()),
                policy.scramIterations());
    }

    /** As the database keeps it. */
    String format() {
        return argon2.memoryKibibytes() + "," + argon2.passes() + "," + argon2.lanes() + "," + scramIterations;
    }

    /** Reads what {@link #format} wrote. */
    static PasswordCost parse(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 4) {
            throw new IllegalArgumentException("no cost");
        }
        return new PasswordCost(
                new Argon2Cost(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])),
                Integer.parseInt(parts[3]));
    }
}
