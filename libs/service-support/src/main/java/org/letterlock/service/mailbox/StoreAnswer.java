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

/** What the mailbox store answers, as it travels. */
public sealed interface StoreAnswer {
    record Folders(List<Folder> folders) implements StoreAnswer {}

    record OneFolder(Folder folder) implements StoreAnswer {}

    record Status(FolderStatus status) implements StoreAnswer {}

    record Snapshot(FolderSnapshot snapshot) implements StoreAnswer {}

    record Changes(FolderChanges changes) implements StoreAnswer {}

    record Messages(List<StoredMessage> messages) implements StoreAnswer {}

    /** The octets of a message follow. */
    record Octets() implements StoreAnswer {}

    record Uids(UidSet uids) implements StoreAnswer {}

    record Appended(MailboxStore.Appended appended) implements StoreAnswer {}

    record States(List<MessageState> states) implements StoreAnswer {}

    /** Old and new UIDs in pairs, ascending. */
    record Copied(FolderId target, UidValidity uidValidity, List<Uid> from, List<Uid> to) implements StoreAnswer {
        static Copied of(MailboxStore.Copied copied) {
            return new Copied(
                    copied.target(),
                    copied.uidValidity(),
                    List.copyOf(copied.uids().keySet()),
                    List.copyOf(copied.uids().values()));
        }

        MailboxStore.Copied value() {
            Map<Uid, Uid> uids = new LinkedHashMap<>();
            for (int i = 0; i < from.size(); i++) {
                uids.put(from.get(i), to.get(i));
            }
            return new MailboxStore.Copied(target, uidValidity, uids);
        }
    }

    record Refused(StoreResult.Refusal refusal) implements StoreAnswer {}

    /** The store cannot answer now. */
    record Unavailable() implements StoreAnswer {}

    /** An object does not open. */
    record Corrupt(ObjectId object) implements StoreAnswer {}
}
