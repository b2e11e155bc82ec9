package org.letterlock.contracts.mailbox;

import java.util.List;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.UidSet;

/**
 * What happened to a folder since a MODSEQ.
 *
 * @param highestModSeq to ask with the next time
 * @param changed messages that are new or whose flags changed, ascending by UID
 * @param vanished messages that are gone
 */
public record FolderChanges(ModSeq highestModSeq, List<MessageState> changed, UidSet vanished) {
    public FolderChanges {
        changed = List.copyOf(changed);
    }
}
