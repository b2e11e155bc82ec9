package org.letterlock.imap.session;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/** UIDs by message sequence number and the other way round. Immutable; memory and time go by ranges, not by messages. */
final class UidIndex {
    private final UidSet uids;
    private final int[] before; // how many messages there are before each range
    private final int size;

    UidIndex(UidSet uids) {
        this.uids = uids;
        this.before = new int[uids.ranges().size()];
        long count = 0;
        for (int i = 0; i < before.length; i++) {
            before[i] = (int) count;
            count += uids.ranges().get(i).size();
        }
        if (count > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("too many messages: " + count);
        }
        this.size = (int) count;
    }

    UidSet uids() {
        return uids;
    }

    int size() {
        return size;
    }

    /** The sequence number of {@code uid}, from 1. */
    OptionalInt sequenceNumber(Uid uid) {
        int at = rangeOf(uid);
        return at < 0
                ? OptionalInt.empty()
                : OptionalInt.of(before[at]
                        + 1
                        + (int) (uid.value() - uids.ranges().get(at).first().value()));
    }

    private int rangeOf(Uid uid) {
        List<UidRange> ranges = uids.ranges();
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (ranges.get(middle).contains(uid)) {
                return middle;
            }
            if (uid.compareTo(ranges.get(middle).first()) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return -1;
    }

    /** The UID at a sequence number from 1 to {@link #size()}. */
    Uid uid(int sequenceNumber) {
        int at = rangeAt(sequenceNumber);
        return new Uid(uids.ranges().get(at).first().value() + (sequenceNumber - 1 - before[at]));
    }

    private int rangeAt(int sequenceNumber) {
        int low = 0;
        int high = before.length - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (before[middle] < sequenceNumber) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The UIDs at the sequence numbers from one to another, which both exist. */
    List<UidRange> between(int from, int to) {
        List<UidRange> found = new ArrayList<>();
        Uid first = uid(from);
        Uid last = uid(to);
        for (int i = rangeAt(from); i <= rangeAt(to); i++) {
            UidRange range = uids.ranges().get(i);
            Uid start = first.compareTo(range.first()) > 0 ? first : range.first();
            Uid end = last.compareTo(range.last()) < 0 ? last : range.last();
            found.add(new UidRange(start, end));
        }
        return found;
    }

    /** The same without some UIDs. */
    UidIndex without(UidSet removed) {
        return new UidIndex(uids.minus(removed));
    }

    /** The same with more UIDs. */
    UidIndex with(UidSet added) {
        return new UidIndex(uids.union(added));
    }

    /** The sequence numbers of those of {@code some} that are here, as a set of numbers. */
    UidSet sequenceNumbers(UidSet some) {
        UidSet present = uids.intersection(some);
        var numbers = new UidSet.Builder();
        for (UidRange range : present.ranges()) {
            // A range that is present lies within one range of this index.
            int first = sequenceNumber(range.first()).orElseThrow();
            numbers.add(new UidRange(new Uid(first), new Uid(first + range.size() - 1)));
        }
        return numbers.build();
    }
}
