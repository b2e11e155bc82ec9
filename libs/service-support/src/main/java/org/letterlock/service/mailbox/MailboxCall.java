package org.letterlock.service.mailbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;

/** One record for each method of {@link MailboxStore}, with its arguments. */
sealed interface MailboxCall {
    record Folders(AccountId owner) implements MailboxCall {}

    record CreateFolder(AccountId owner, String name, Folder.@Nullable SpecialUse specialUse) implements MailboxCall {}

    record DeleteFolder(AccountId owner, String name) implements MailboxCall {}

    record RenameFolder(AccountId owner, String name, String newName) implements MailboxCall {}

    record Subscribe(AccountId owner, String name, boolean subscribed) implements MailboxCall {}

    record Status(AccountId owner, FolderId folder) implements MailboxCall {}

    record Open(AccountId owner, String name) implements MailboxCall {}

    record ChangesSince(AccountId owner, FolderId folder, ModSeq since) implements MailboxCall {}

    record Messages(AccountId owner, FolderId folder, UidSet uids, MailboxStore.Detail detail) implements MailboxCall {}

    /** The answer is followed by the octets. */
    record Read(AccountId owner, FolderId folder, Uid uid, long offset, long length) implements MailboxCall {}

    record Search(AccountId owner, FolderId folder, SearchKey key) implements MailboxCall {}

    /** Followed by the octets. */
    record Append(AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size)
            implements MailboxCall {
        public Append {
            flags = Set.copyOf(flags);
        }
    }

    record ChangeFlags(AccountId owner, FolderId folder, UidSet uids, MailboxStore.FlagChange change, Set<Flag> flags)
            implements MailboxCall {
        public ChangeFlags {
            flags = Set.copyOf(flags);
        }
    }

    record Copy(AccountId owner, FolderId folder, UidSet uids, String target) implements MailboxCall {}

    record Move(AccountId owner, FolderId folder, UidSet uids, String target) implements MailboxCall {}

    record Expunge(AccountId owner, FolderId folder, UidSet uids) implements MailboxCall {}
}
