package org.letterlock.imap.mailbox;

/** The UIDs from {@code first} to {@code last}, both included (uid-range of RFC 9051 section 9). */
public record UidRange(Uid first, Uid last) {
    public UidRange {
        if (first.compareTo(last) > 0) {
            throw new IllegalArgumentException("a range runs upwards: " + first + " " + last);
        }
    }

    /** How many UIDs lie in the range, whether or not a message has them. */
    public long size() {
        return last.value() - first.value() + 1;
    }

    /** Whether {@code uid} lies in the range. */
    public boolean contains(Uid uid) {
        return first.compareTo(uid) <= 0 && uid.compareTo(last) <= 0;
    }
}
