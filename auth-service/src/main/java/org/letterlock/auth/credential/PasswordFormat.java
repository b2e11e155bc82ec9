package org.letterlock.auth.credential;

/** How a password is stored. */
public enum PasswordFormat {
    /** Argon2id, and keys for SCRAM (CRED-1). */
    STRONG,
    /** A one-way digest only: good for PLAIN and LOGIN, and for nothing else (CRED-2). */
    SHA
}
