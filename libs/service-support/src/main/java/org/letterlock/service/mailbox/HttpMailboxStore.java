package org.letterlock.service.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;

/**
 * A mailbox store in another process. Whatever goes wrong between here and there is a {@link MailboxUnavailableException};
 * what was asked for may have been done nevertheless.
 */
final class HttpMailboxStore implements MailboxStore {
    private final MailboxConnection connection;

    HttpMailboxStore(URI url, CallSealing sealing) {
        connection = new MailboxConnection(url, sealing);
    }

    @Override
    public List<Folder> folders(AccountId owner) {
        return expect(connection.call(new MailboxCall.Folders(owner)), MailboxAnswer.FolderList.class)
                .folders();
    }

    @Override
    public StoreResult<Folder> createFolder(AccountId owner, String name, Folder.@Nullable SpecialUse specialUse) {
        return folder(new MailboxCall.CreateFolder(owner, name, specialUse));
    }

    @Override
    public StoreResult<Folder> deleteFolder(AccountId owner, String name) {
        return folder(new MailboxCall.DeleteFolder(owner, name));
    }

    @Override
    public StoreResult<Folder> renameFolder(AccountId owner, String name, String newName) {
        return folder(new MailboxCall.RenameFolder(owner, name, newName));
    }

    @Override
    public StoreResult<Folder> subscribe(AccountId owner, String name, boolean subscribed) {
        return folder(new MailboxCall.Subscribe(owner, name, subscribed));
    }

    @Override
    public StoreResult<FolderStatus> status(AccountId owner, FolderId folder) {
        return result(new MailboxCall.Status(owner, folder), MailboxAnswer.Status.class, MailboxAnswer.Status::status);
    }

    @Override
    public StoreResult<FolderSnapshot> open(AccountId owner, String name) {
        return result(
                new MailboxCall.Open(owner, name), MailboxAnswer.Snapshot.class, MailboxAnswer.Snapshot::snapshot);
    }

    @Override
    public StoreResult<FolderChanges> changesSince(AccountId owner, FolderId folder, ModSeq since) {
        return result(
                new MailboxCall.ChangesSince(owner, folder, since),
                MailboxAnswer.Changes.class,
                MailboxAnswer.Changes::changes);
    }

    @Override
    public List<StoredMessage> messages(AccountId owner, FolderId folder, UidSet uids, Detail detail) {
        MailboxAnswer answer = connection.call(new MailboxCall.Messages(owner, folder, uids, detail));
        return expect(answer, MailboxAnswer.Messages.class).messages();
    }

    @Override
    public StoreResult<InputStream> read(AccountId owner, FolderId folder, Uid uid, long offset, long length) {
        MailboxConnection.Opened opened = connection.open(new MailboxCall.Read(owner, folder, uid, offset, length));
        if (opened.answer() instanceof MailboxAnswer.Content) {
            return new StoreResult.Done<>(opened.content());
        }
        closeQuietly(opened.content());
        return refused(opened.answer());
    }

    @Override
    public UidSet search(AccountId owner, FolderId folder, SearchKey key) {
        return expect(connection.call(new MailboxCall.Search(owner, folder, key)), MailboxAnswer.Uids.class)
                .uids();
    }

    @Override
    public StoreResult<Appended> append(
            AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size, InputStream content) {
        MailboxAnswer answer =
                connection.send(new MailboxCall.Append(owner, folder, flags, internalDate, size), content);
        return answer instanceof MailboxAnswer.Appended(Appended appended)
                ? new StoreResult.Done<>(appended)
                : refused(answer);
    }

    @Override
    public StoreResult<List<MessageState>> changeFlags(
            AccountId owner, FolderId folder, UidSet uids, FlagChange change, Set<Flag> flags) {
        return result(
                new MailboxCall.ChangeFlags(owner, folder, uids, change, flags),
                MailboxAnswer.States.class,
                MailboxAnswer.States::states);
    }

    @Override
    public StoreResult<Copied> copy(AccountId owner, FolderId folder, UidSet uids, String target) {
        return result(
                new MailboxCall.Copy(owner, folder, uids, target),
                MailboxAnswer.Copied.class,
                MailboxAnswer.Copied::toResult);
    }

    @Override
    public StoreResult<Copied> move(AccountId owner, FolderId folder, UidSet uids, String target) {
        return result(
                new MailboxCall.Move(owner, folder, uids, target),
                MailboxAnswer.Copied.class,
                MailboxAnswer.Copied::toResult);
    }

    @Override
    public StoreResult<UidSet> expunge(AccountId owner, FolderId folder, UidSet uids) {
        return result(new MailboxCall.Expunge(owner, folder, uids), MailboxAnswer.Uids.class, MailboxAnswer.Uids::uids);
    }

    private StoreResult<Folder> folder(MailboxCall call) {
        return result(call, MailboxAnswer.OneFolder.class, MailboxAnswer.OneFolder::folder);
    }

    private <A extends MailboxAnswer, T> StoreResult<T> result(MailboxCall call, Class<A> type, Function<A, T> value) {
        MailboxAnswer answer = connection.call(call);
        return type.isInstance(answer) ? new StoreResult.Done<>(value.apply(type.cast(answer))) : refused(answer);
    }

    private static <T> StoreResult<T> refused(MailboxAnswer answer) {
        return switch (answer) {
            case MailboxAnswer.Refused(StoreResult.Refusal refusal) -> new StoreResult.Refused<>(refusal);
            default -> throw unexpected(answer);
        };
    }

    private static <A extends MailboxAnswer> A expect(MailboxAnswer answer, Class<A> type) {
        if (!type.isInstance(answer)) {
            throw unexpected(answer);
        }
        return type.cast(answer);
    }

    private static RuntimeException unexpected(MailboxAnswer answer) {
        return answer instanceof MailboxAnswer.Corrupt(var object)
                ? new MessageCorruptException(object, new IOException("told by the mailbox store"))
                : new IllegalStateException(
                        "an answer to another call: " + answer.getClass().getSimpleName());
    }

    private static void closeQuietly(InputStream content) {
        try {
            content.close();
        } catch (IOException e) {
            // what follows a refusal is nothing
        }
    }
}
