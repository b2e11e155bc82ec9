package org.letterlock.imap.mailbox;

/** RFC 7162 section 3.1: a 63-bit counter, strictly ascending within one mailbox. Zero stands before the first change. */
public record ModSeq(long value) implements Comparable<ModSeq> {
    public ModSeq {
        if (value < 0) {
            throw new IllegalArgumentException("MODSEQ out of range: " + value);
        }
    }

    @Override
    public int compareTo(ModSeq other) {
        return Long.compare(value, other.value);
    }
}
