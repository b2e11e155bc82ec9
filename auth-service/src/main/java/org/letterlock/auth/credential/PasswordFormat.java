package org.letterlock.auth.credential;

import org.letterlock.service.web.Faults;

/** How a password is stored. */
public enum PasswordFormat {
    /** Argon2id, and keys for SCRAM (CRED-1). */
    STRONG,
    /** A one-way digest only: good for PLAIN and LOGIN, and for nothing else (CRED-2). */
    SHA;

    /** The format of that name; for any other text {@link #STRONG}, with a fault at {@code /passwordFormat}. */
    public static PasswordFormat parse(String text, Faults faults) {
        return switch (text) {
            case "STRONG" -> STRONG;
            case "SHA" -> SHA;
            default -> {
                faults.add("/passwordFormat", "not-allowed", "STRONG or SHA.");
                yield STRONG;
            }
        };
    }
}
