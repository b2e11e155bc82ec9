package org.letterlock.service.mailbox;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder.SpecialUse;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;

/** A call of one method of {@link MailboxStore}, as it travels. Each record has the parameters of its method. */
public sealed interface StoreCall {
    record Folders(AccountId owner) implements StoreCall {}

    record CreateFolder(
            AccountId owner, String name, @Nullable SpecialUse specialUse) implements StoreCall {}

    record DeleteFolder(AccountId owner, String name) implements StoreCall {}

    record RenameFolder(AccountId owner, String name, String newName) implements StoreCall {}

    record Subscribe(AccountId owner, String name, boolean subscribed) implements StoreCall {}

    record Status(AccountId owner, FolderId folder) implements StoreCall {}

    record Open(AccountId owner, String name) implements StoreCall {}

    record ChangesSince(AccountId owner, FolderId folder, ModSeq since) implements StoreCall {}

    record Messages(AccountId owner, FolderId folder, UidSet uids, MailboxStore.Detail detail) implements StoreCall {}

    /** The octets follow the answer. */
    record Read(AccountId owner, FolderId folder, Uid uid, long offset, long length) implements StoreCall {}

    record Search(AccountId owner, FolderId folder, SearchKey key) implements StoreCall {}

    /** The octets follow the call. */
    record Append(AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size)
            implements StoreCall {}

    record ChangeFlags(AccountId owner, FolderId folder, UidSet uids, MailboxStore.FlagChange change, Set<Flag> flags)
            implements StoreCall {}

    record Copy(AccountId owner, FolderId folder, UidSet uids, String target) implements StoreCall {}

    record Move(AccountId owner, FolderId folder, UidSet uids, String target) implements StoreCall {}

    record Expunge(AccountId owner, FolderId folder, UidSet uids) implements StoreCall {}
}
