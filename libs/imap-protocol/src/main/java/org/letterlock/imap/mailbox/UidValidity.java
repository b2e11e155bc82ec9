package org.letterlock.imap.mailbox;

/** RFC 9051 section 2.3.1.1. Changes only when UIDs of a mailbox cannot be kept. */
public record UidValidity(long value) {
    public UidValidity {
        if (value < 1 || value > Uid.MAX) {
            throw new IllegalArgumentException("UIDVALIDITY out of range: " + value);
        }
    }
}
