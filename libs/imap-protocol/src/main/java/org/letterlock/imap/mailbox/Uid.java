package org.letterlock.imap.mailbox;

/** RFC 9051 section 2.3.1.1. Ascending within one mailbox; never reused while UIDVALIDITY stands. */
public record Uid(long value) implements Comparable<Uid> {
    /** The largest nz-number (RFC 9051 section 9). */
    public static final long MAX = 0xFFFF_FFFFL;

    public Uid {
        if (value < 1 || value > MAX) {
            throw new IllegalArgumentException("UID out of range: " + value);
        }
    }

    /** The UID that the next message gets. */
    public Uid next() {
        return new Uid(value + 1);
    }

    @Override
    public int compareTo(Uid other) {
        return Long.compare(value, other.value);
    }
}
