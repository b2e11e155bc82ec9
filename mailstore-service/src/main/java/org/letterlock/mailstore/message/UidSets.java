package org.letterlock.mailstore.message;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/** Differences of sets of UIDs. */
public final class UidSets {
    private UidSets() {}

    /** What is in {@code uids} and not in {@code removed}. */
    public static UidSet minus(UidSet uids, UidSet removed) {
        return removed.isEmpty() ? uids : uids.intersection(complement(removed));
    }

    private static UidSet complement(UidSet uids) {
        List<UidRange> gaps = new ArrayList<>();
        long next = 1;
        for (UidRange range : uids.ranges()) {
            if (range.first().value() > next) {
                gaps.add(new UidRange(new Uid(next), new Uid(range.first().value() - 1)));
            }
            next = range.last().value() + 1;
        }
        if (next <= Uid.MAX) {
            gaps.add(new UidRange(new Uid(next), new Uid(Uid.MAX)));
        }
        return new UidSet(gaps);
    }
}
