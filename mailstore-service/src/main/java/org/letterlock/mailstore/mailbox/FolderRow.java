package org.letterlock.mailstore.mailbox;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidValidity;

/**
 * A folder as it is stored.
 *
 * @param expungedSince what was expunged is remembered for changes after this MODSEQ only
 */
public record FolderRow(
        FolderId id,
        MailboxId mailbox,
        FolderName name,
        Folder.@Nullable SpecialUse specialUse,
        boolean subscribed,
        boolean selectable,
        UidValidity uidValidity,
        Uid uidNext,
        ModSeq highestModSeq,
        ModSeq expungedSince,
        long messages,
        long unseen,
        long deleted,
        long size) {

    /** The MODSEQ of the change that is about to be made; the folder's row is locked. */
    public ModSeq nextModSeq() {
        return new ModSeq(highestModSeq.value() + 1);
    }

    /** As front ends see it. */
    public Folder toFolder() {
        return new Folder(id, name.value(), specialUse, subscribed, selectable, uidValidity);
    }

    /** Its counts. */
    public FolderStatus toStatus() {
        return new FolderStatus(uidValidity, uidNext, highestModSeq, messages, unseen, deleted, size);
    }
}
