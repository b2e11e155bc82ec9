package org.letterlock.contracts.mail;

/** A service that may open sealed content. Each has an HPKE key pair of its own. */
public enum Reader {
    MAILSTORE,
    EGRESS
}
