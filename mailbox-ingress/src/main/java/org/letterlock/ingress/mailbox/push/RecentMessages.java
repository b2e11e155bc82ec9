package org.letterlock.ingress.mailbox.push;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidRange;
import org.letterlock.imap.mailbox.UidSet;

/**
 * Which session is the first to hear of a message: its {@code \Recent} of RFC 3501 section 2.3.2, which IMAP4rev2 has given
 * up. Remembered for the folders used last, in this process only; where nothing is remembered, messages are recent, as that
 * section wants it. Safe for use by any thread.
 */
public final class RecentMessages {
    private static final int MAX_FOLDERS = 20_000;

    private final Map<FolderId, Uid> heardOf = new LinkedHashMap<>(16, 0.75f, true) { // guarded by this
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<FolderId, Uid> eldest) {
                    return size() > MAX_FOLDERS;
                }
            };

    /** Those of {@code present} that nobody has heard of; from now on somebody has. */
    public synchronized UidSet claim(FolderId folder, UidSet present) {
        if (present.isEmpty()) {
            return present;
        }
        UidSet recent = unheard(folder, present);
        heardOf.put(folder, present.last());
        return recent;
    }

    /** Those of {@code present} that nobody has heard of. */
    public synchronized UidSet unheard(FolderId folder, UidSet present) {
        Uid last = heardOf.get(folder);
        if (last == null) {
            return present;
        }
        return last.value() == Uid.MAX
                ? UidSet.empty()
                : present.intersection(new UidSet(List.of(new UidRange(last.next(), new Uid(Uid.MAX)))));
    }
}
