package org.letterlock.service.mailbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;

/** What a mailbox store answers. */
sealed interface MailboxAnswer {
    record FolderList(List<Folder> folders) implements MailboxAnswer {}

    record OneFolder(Folder folder) implements MailboxAnswer {}

    record Status(FolderStatus status) implements MailboxAnswer {}

    record Snapshot(FolderSnapshot snapshot) implements MailboxAnswer {}

    record Changes(FolderChanges changes) implements MailboxAnswer {}

    record Messages(List<StoredMessage> messages) implements MailboxAnswer {}

    /** Followed by the octets. */
    record Content() implements MailboxAnswer {}

    record Uids(UidSet uids) implements MailboxAnswer {}

    record Appended(MailboxStore.Appended appended) implements MailboxAnswer {}

    record States(List<MessageState> states) implements MailboxAnswer {}

    /** @param uids old and new UIDs in ascending order of the old ones */
    record Copied(FolderId target, UidValidity uidValidity, List<UidPair> uids) implements MailboxAnswer {
        static Copied of(MailboxStore.Copied copied) {
            return new Copied(
                    copied.target(),
                    copied.uidValidity(),
                    copied.uids().entrySet().stream()
                            .map(pair -> new UidPair(pair.getKey(), pair.getValue()))
                            .toList());
        }

        MailboxStore.Copied toResult() {
            Map<Uid, Uid> byOld = new LinkedHashMap<>();
            uids.forEach(pair -> byOld.put(pair.from(), pair.to()));
            return new MailboxStore.Copied(target, uidValidity, byOld);
        }
    }

    record UidPair(Uid from, Uid to) {}

    record Refused(StoreResult.Refusal refusal) implements MailboxAnswer {}

    /** {@link org.letterlock.contracts.mailbox.MessageCorruptException} */
    record Corrupt(ObjectId object) implements MailboxAnswer {}
}
