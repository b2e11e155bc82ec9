package org.letterlock.contracts.mailbox;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

/**
 * A folder at one moment, as SELECT needs it.
 *
 * @param uids of all messages
 * @param firstUnseen null when everything was seen
 * @param keywords those in use in the folder
 */
public record FolderSnapshot(
        Folder folder,
        FolderStatus status,
        UidSet uids,
        @Nullable Uid firstUnseen,
        Set<Flag> keywords) {
    public FolderSnapshot {
        keywords = Set.copyOf(keywords);
    }
}
