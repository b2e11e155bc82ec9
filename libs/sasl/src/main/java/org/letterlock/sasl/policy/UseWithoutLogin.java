package org.letterlock.sasl.policy;

/** What somebody may do who has not logged in (POL-3). */
public enum UseWithoutLogin {
    /** Whatever the protocol allows. */
    ALLOWED,
    /** STARTTLS and the commands that are legal before it; all else is {@code R:tls}. */
    ONLY_STARTTLS
}
