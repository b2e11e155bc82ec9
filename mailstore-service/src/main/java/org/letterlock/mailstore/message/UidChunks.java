package org.letterlock.mailstore.message;

import java.util.ArrayList;
import java.util.List;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/** Cuts a set of UIDs into sets of limited size, so that work on a large folder needs little memory. */
public final class UidChunks {
    private UidChunks() {}

    /** The same UIDs, ascending, at most {@code size} in each set. */
    public static List<UidSet> of(UidSet uids, int size) {
        List<UidSet> chunks = new ArrayList<>();
        List<UidRange> chunk = new ArrayList<>();
        long room = size;
        for (UidRange range : uids.ranges()) {
            long first = range.first().value();
            while (first <= range.last().value()) {
                long last = Math.min(range.last().value(), first + room - 1);
                chunk.add(new UidRange(new Uid(first), new Uid(last)));
                room -= last - first + 1;
                first = last + 1;
                if (room == 0) {
                    chunks.add(new UidSet(chunk));
                    chunk = new ArrayList<>();
                    room = size;
                }
            }
        }
        if (!chunk.isEmpty()) {
            chunks.add(new UidSet(chunk));
        }
        return chunks;
    }
}
