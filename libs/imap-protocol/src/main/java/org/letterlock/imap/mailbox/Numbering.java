package org.letterlock.imap.mailbox;

/** What the numbers of a command mean. */
public enum Numbering {
    /** Message sequence numbers (RFC 9051 section 2.3.1.2). */
    SEQUENCE,
    /** Unique identifiers (RFC 9051 section 2.3.1.1). */
    UID
}
