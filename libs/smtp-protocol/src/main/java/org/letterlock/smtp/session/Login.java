package org.letterlock.smtp.session;

/** Who has logged in. */
public sealed interface Login {

    /** Nobody yet. */
    record Nobody() implements Login {}

    /** An account, by a name that only the driver understands. */
    record As(String account) implements Login {}
}
