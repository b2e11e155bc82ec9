package org.letterlock.imap.command;

/** What STORE does with the flags (RFC 9051 section 6.4.6). */
public enum StoreAction {
    REPLACE,
    ADD,
    REMOVE
}
