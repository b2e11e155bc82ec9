package org.letterlock.auth.password;

import java.security.SecureRandom;

/** Makes passwords that nobody guesses and that can be read out (PWD-10). */
final class PasswordGenerator {
    // Without the letters and digits that look alike: 56 signs, so 20 of them are 116 bits.
    private static final String SIGNS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int FEWEST_SIGNS = 20;
    private static final int GROUP = 5;
    private static final int TRIES = 1000; // nearly every one is accepted

    private final SecureRandom random;

    PasswordGenerator(SecureRandom random) {
        this.random = random;
    }

    /** A password that breaks no rule. */
    String generate(PasswordPolicy policy, PasswordRules rules, PasswordOwner owner) {
        int signs = FEWEST_SIGNS;
        while (signs + hyphens(signs) < policy.minLength()) {
            signs++;
        }
        for (int tries = 0; tries < TRIES; tries++) {
            String password = random(signs);
            if (rules.judge(password, owner).isEmpty()) {
                return password;
            }
        }
        throw new IllegalStateException("no password in " + TRIES + " was acceptable");
    }

    private String random(int signs) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < signs; i++) {
            password.append(i > 0 && i % GROUP == 0 ? "-" : "").append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return password.toString();
    }

    private static int hyphens(int signs) {
        return (signs - 1) / GROUP;
    }
}
