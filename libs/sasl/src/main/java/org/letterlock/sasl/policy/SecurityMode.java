package org.letterlock.sasl.policy;

/** How much a connection has to be protected before anybody may log in (POL-1). */
public enum SecurityMode {
    /** No restrictions. */
    NONE,
    /** Passwords do not cross the wire in clear. */
    SECURE_AUTH,
    /** Nothing but STARTTLS happens in clear. */
    ENCRYPTED
}
