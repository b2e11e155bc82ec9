package org.letterlock.mailstore.message;

import java.util.List;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/** A set of UIDs as two arrays that SQL joins with: so that a set of any size is one parameter list, and an index serves it. */
final class UidRanges {
    /** To be followed by the parameters first, last and folder. */
    static final String JOIN = "FROM unnest(?::bigint[], ?::bigint[]) AS wanted (first_uid, last_uid)"
            + " JOIN message m ON m.folder_id = ? AND m.uid BETWEEN wanted.first_uid AND wanted.last_uid ";

    private final long[] first;
    private final long[] last;

    private UidRanges(long[] first, long[] last) {
        this.first = first;
        this.last = last;
    }

    long[] first() {
        return first;
    }

    long[] last() {
        return last;
    }

    static UidRanges of(UidSet uids) {
        List<UidRange> ranges = uids.ranges();
        long[] first = new long[ranges.size()];
        long[] last = new long[ranges.size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = ranges.get(i).first().value();
            last[i] = ranges.get(i).last().value();
        }
        return new UidRanges(first, last);
    }
}
