package org.letterlock.smtp.session;

/** What protects the octets of a connection. */
public enum Protection {
    CLEAR,
    TLS
}
