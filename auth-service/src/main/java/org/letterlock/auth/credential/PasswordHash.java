package org.letterlock.auth.credential;

import org.letterlock.sasl.Password;

/** What a password that is shown is compared with. Immutable. */
sealed interface PasswordHash permits Argon2Hash, Pbkdf2Hash {
    /** Computes again and compares in constant time. */
    boolean matches(Password password);

    /** The memory that {@link #matches} needs, beside what is not worth counting. */
    int memoryKibibytes();

    /** The format that it belongs to. */
    PasswordFormat format();
}
