package org.letterlock.contracts.mailbox;

import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.imap.search.SearchKey;

/**
 * What a front end may ask of a mailbox. The caller has authenticated the owner. Every call blocks, may be made from any
 * thread, and is durable when it returns; trouble of the store is a {@link MailboxUnavailableException}. A mailbox comes into
 * being with its default folders when it is first used.
 */
public interface MailboxStore {

    /** All folders, ordered by name. */
    List<Folder> folders(AccountId owner);

    /** Makes a folder, and the folders above it that are missing. */
    StoreResult<Folder> createFolder(AccountId owner, String name, Folder.@Nullable SpecialUse specialUse);

    /** Deletes a folder with its messages; a folder with children stays as a name that cannot be selected. */
    StoreResult<Folder> deleteFolder(AccountId owner, String name);

    /** Renames a folder and all below it. Renaming INBOX moves its messages and leaves it empty (RFC 9051 section 6.3.6). */
    StoreResult<Folder> renameFolder(AccountId owner, String name, String newName);

    /** Sets whether a folder is subscribed. */
    StoreResult<Folder> subscribe(AccountId owner, String name, boolean subscribed);

    /** Counts of a folder, exact. */
    StoreResult<FolderStatus> status(AccountId owner, FolderId folder);

    /** The folder of that name at this moment. */
    StoreResult<FolderSnapshot> open(AccountId owner, String name);

    /** What happened since {@code since}. */
    StoreResult<FolderChanges> changesSince(AccountId owner, FolderId folder, ModSeq since);

    /** Those of {@code uids} that exist, ascending. The structure costs more and comes only when asked for. */
    List<StoredMessage> messages(AccountId owner, FolderId folder, UidSet uids, Detail detail);

    /** Opens a message from {@code offset} on, at most {@code length} octets; empty where it is gone by now. The caller closes it. */
    StoreResult<InputStream> read(AccountId owner, FolderId folder, Uid uid, long offset, long length);

    /** UIDs of the messages that match. The key holds UIDs only, no sequence numbers. */
    UidSet search(AccountId owner, FolderId folder, SearchKey key);

    /** Adds a message; reads {@code content} to its end, which is {@code size} octets away. */
    StoreResult<Appended> append(
            AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size, InputStream content);

    /** Changes flags of those of {@code uids} that exist; the new state of each. */
    StoreResult<List<MessageState>> changeFlags(
            AccountId owner, FolderId folder, UidSet uids, FlagChange change, Set<Flag> flags);

    /** Copies messages with their flags and dates; the new UIDs by the old ones, in ascending order. */
    StoreResult<Copied> copy(AccountId owner, FolderId folder, UidSet uids, String target);

    /** Moves messages in one step (RFC 6851): at no moment are they in both folders or in none. */
    StoreResult<Copied> move(AccountId owner, FolderId folder, UidSet uids, String target);

    /** Removes those of {@code uids} that are marked as deleted; which ones they were. */
    StoreResult<UidSet> expunge(AccountId owner, FolderId folder, UidSet uids);

    /** How much {@link #messages} tells. */
    enum Detail {
        STATE,
        STRUCTURE
    }

    /** RFC 9051 section 6.4.6. */
    enum FlagChange {
        REPLACE,
        ADD,
        REMOVE
    }

    /** Where an appended message went, for APPENDUID (RFC 4315). */
    record Appended(FolderId folder, UidValidity uidValidity, Uid uid) {}

    /** Where copied messages went, for COPYUID (RFC 4315). */
    record Copied(FolderId target, UidValidity uidValidity, Map<Uid, Uid> uids) {}
}
