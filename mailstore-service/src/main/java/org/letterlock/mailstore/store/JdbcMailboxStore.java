package org.letterlock.mailstore.store;

import java.io.InputStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
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
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailstore.folder.FolderTree;
import org.letterlock.mailstore.mailbox.FolderName;
import org.letterlock.mailstore.mailbox.FolderRow;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.Keywords;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.mailbox.Mailboxes;
import org.letterlock.mailstore.message.FolderUids;
import org.letterlock.mailstore.message.JdbcMessageQueries;
import org.letterlock.mailstore.message.MessageChanges;
import org.letterlock.mailstore.message.MessageReader;
import org.letterlock.mailstore.message.MessageRow;
import org.letterlock.mailstore.message.SystemFlags;
import org.letterlock.mailstore.message.UidSets;
import org.letterlock.mailstore.search.MessageSearch;
import org.letterlock.mailsyntax.mime.MimeStructure;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The mailbox store over PostgreSQL. Holds no state of its own but caches that are checked against the database at each use,
 * so that any number of replicas may serve one mailbox (STORE-6). Safe for use by any thread.
 */
public final class JdbcMailboxStore implements MailboxStore {
    private final Mailboxes mailboxes;
    private final JdbcFolderRepository folders;
    private final FolderTree tree;
    private final MessageChanges changes;
    private final JdbcMessageQueries queries;
    private final MessageReader reader;
    private final FolderUids folderUids;
    private final Keywords keywords;
    private final MessageSearch search;
    private final MessageAppender appender;
    private final TransactionTemplate snapshot;

    /** @param snapshot a read-only transaction whose reads all see one moment */
    public JdbcMailboxStore(
            Mailboxes mailboxes,
            JdbcFolderRepository folders,
            FolderTree tree,
            MessageChanges changes,
            JdbcMessageQueries queries,
            MessageReader reader,
            FolderUids folderUids,
            Keywords keywords,
            MessageSearch search,
            MessageAppender appender,
            TransactionTemplate snapshot) {
        this.mailboxes = mailboxes;
        this.folders = folders;
        this.tree = tree;
        this.changes = changes;
        this.queries = queries;
        this.reader = reader;
        this.folderUids = folderUids;
        this.keywords = keywords;
        this.search = search;
        this.appender = appender;
        this.snapshot = snapshot;
    }

    @Override
    public List<Folder> folders(AccountId owner) {
        return available(() -> folders.all(mailboxes.require(owner)).stream()
                .map(FolderRow::toFolder)
                .toList());
    }

    @Override
    public StoreResult<Folder> createFolder(AccountId owner, String name, Folder.@Nullable SpecialUse specialUse) {
        // A name with a delimiter at its end announces folders below it (RFC 9051 section 6.3.4).
        String plain = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
        return named(owner, plain, Refusal.CANNOT, (mailbox, folder) -> tree.create(mailbox, folder, specialUse));
    }

    @Override
    public StoreResult<Folder> deleteFolder(AccountId owner, String name) {
        return named(owner, name, Refusal.NONEXISTENT, tree::delete);
    }

    @Override
    public StoreResult<Folder> renameFolder(AccountId owner, String name, String newName) {
        return named(
                owner,
                name,
                Refusal.NONEXISTENT,
                (mailbox, folder) -> FolderName.find(newName)
                        .map(target -> tree.rename(mailbox, folder, target))
                        .orElseGet(() -> new Refused<>(Refusal.CANNOT)));
    }

    @Override
    public StoreResult<Folder> subscribe(AccountId owner, String name, boolean subscribed) {
        return named(
                owner, name, Refusal.NONEXISTENT, (mailbox, folder) -> tree.subscribe(mailbox, folder, subscribed));
    }

    @Override
    public StoreResult<FolderStatus> status(AccountId owner, FolderId folder) {
        return available(() -> folders.find(mailboxes.require(owner), folder)
                .filter(FolderRow::selectable)
                .<StoreResult<FolderStatus>>map(row -> new Done<>(row.toStatus()))
                .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT)));
    }

    @Override
    public StoreResult<FolderSnapshot> open(AccountId owner, String name) {
        return named(
                owner,
                name,
                Refusal.NONEXISTENT,
                (mailbox, folder) -> inSnapshot(() -> folders.find(mailbox, folder)
                        .filter(FolderRow::selectable)
                        .<StoreResult<FolderSnapshot>>map(row -> new Done<>(snapshotOf(mailbox, row)))
                        .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT))));
    }

    @Override
    public StoreResult<FolderChanges> changesSince(AccountId owner, FolderId folder, ModSeq since) {
        return available(() -> {
            Mailbox mailbox = mailboxes.require(owner);
            return inSnapshot(() -> folders.find(mailbox, folder)
                    .filter(FolderRow::selectable)
                    .<StoreResult<FolderChanges>>map(row -> new Done<>(changesOf(mailbox, row, since)))
                    .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT)));
        });
    }

    @Override
    public List<StoredMessage> messages(AccountId owner, FolderId folder, UidSet uids, Detail detail) {
        return available(() -> {
            Mailbox mailbox = mailboxes.require(owner);
            if (uids.isEmpty() || !folders.isIn(mailbox, folder)) {
                return List.of();
            }
            return switch (detail) {
                case STATE -> {
                    List<MessageRow> rows = queries.find(folder, uids);
                    reader.remember(folder, rows);
                    yield rows.stream().map(row -> stored(mailbox, row, null)).toList();
                }
                case STRUCTURE ->
                    queries.findWithMetadata(folder, uids).stream()
                            .map(each -> stored(
                                    mailbox, each.message(), structure(mailbox, each.message(), each.sealedMetadata())))
                            .toList();
            };
        });
    }

    @Override
    public StoreResult<InputStream> read(AccountId owner, FolderId folder, Uid uid, long offset, long length) {
        return available(() -> {
            Mailbox mailbox = mailboxes.require(owner);
            if (!folders.isIn(mailbox, folder)) {
                return new Refused<>(Refusal.NONEXISTENT);
            }
            Optional<InputStream> opened = reader.open(mailbox, folder, uid, offset, length);
            return new Done<>(opened.orElseGet(InputStream::nullInputStream));
        });
    }

    @Override
    public UidSet search(AccountId owner, FolderId folder, SearchKey key) {
        return available(() -> {
            Mailbox mailbox = mailboxes.require(owner);
            return folders.isIn(mailbox, folder) ? search.search(mailbox, folder, key) : UidSet.empty();
        });
    }

    @Override
    public StoreResult<Appended> append(
            AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size, InputStream content) {
        return named(
                owner,
                folder,
                Refusal.NONEXISTENT,
                (mailbox, name) -> appender.append(mailbox, name, flags, internalDate, size, content));
    }

    @Override
    public StoreResult<List<MessageState>> changeFlags(
            AccountId owner, FolderId folder, UidSet uids, FlagChange change, Set<Flag> flags) {
        return available(() -> {
            Mailbox mailbox = mailboxes.require(owner);
            Optional<KeywordNumbers> numbers = switch (change) {
                case REPLACE, ADD -> keywords.numbers(mailbox, flags);
                case REMOVE -> Optional.of(keywords.existingNumbers(mailbox, flags));
            };
            if (numbers.isEmpty()) {
                return new Refused<>(Refusal.LIMIT);
            }
            return changes.changeFlags(mailbox, folder, uids, change, SystemFlags.bits(flags), numbers.get())
                    .map(states -> states.stream()
                            .map(state -> state(mailbox, state.uid(), state.flags(), state.keywords(), state.modSeq()))
                            .toList());
        });
    }

    @Override
    public StoreResult<Copied> copy(AccountId owner, FolderId folder, UidSet uids, String target) {
        return named(owner, target, Refusal.NONEXISTENT, (mailbox, name) -> changes.copy(mailbox, folder, uids, name));
    }

    @Override
    public StoreResult<Copied> move(AccountId owner, FolderId folder, UidSet uids, String target) {
        return named(owner, target, Refusal.NONEXISTENT, (mailbox, name) -> {
            StoreResult<Copied> moved = changes.move(mailbox, folder, uids, name);
            if (moved instanceof Done<Copied>(Copied copied)) {
                reader.forget(folder, UidSet.of(copied.uids().keySet()));
            }
            return moved;
        });
    }

    @Override
    public StoreResult<UidSet> expunge(AccountId owner, FolderId folder, UidSet uids) {
        return available(() -> {
            StoreResult<UidSet> expunged = changes.expunge(mailboxes.require(owner), folder, uids);
            if (expunged instanceof Done<UidSet>(UidSet gone)) {
                reader.forget(folder, gone);
            }
            return expunged;
        });
    }

    private FolderSnapshot snapshotOf(Mailbox mailbox, FolderRow row) {
        UidSet uids = folderUids.uids(row);
        Uid firstUnseen =
                row.unseen() == 0 ? null : queries.firstUnseen(row.id()).orElse(null);
        return new FolderSnapshot(row.toFolder(), row.toStatus(), uids, firstUnseen, keywords.used(mailbox, row.id()));
    }

    private FolderChanges changesOf(Mailbox mailbox, FolderRow row, ModSeq since) {
        List<MessageState> changed = queries.changedSince(row.id(), since.value()).stream()
                .map(state -> state(mailbox, state.uid(), state.flags(), state.keywords(), state.modSeq()))
                .toList();
        UidSet vanished = since.compareTo(row.expungedSince()) >= 0
                ? queries.expungedSince(row.id(), since.value())
                : everGiven(row, folderUids.uids(row));
        return new FolderChanges(row.highestModSeq(), changed, vanished);
    }

    // More than has vanished since is no fault (RFC 7162 section 3.2.10.1).
    private static UidSet everGiven(FolderRow row, UidSet present) {
        long last = row.uidNext().value() - 1;
        return last < 1 ? UidSet.empty() : UidSets.minus(UidSet.between(new Uid(1), new Uid(last)), present);
    }

    private StoredMessage stored(Mailbox mailbox, MessageRow row, @Nullable MimeStructure structure) {
        return new StoredMessage(
                state(mailbox, row.uid(), row.flags(), row.keywords(), row.modSeq()),
                row.internalDate(),
                row.size(),
                structure);
    }

    // A damaged message has none; the others of the same request are told as ever (KEY-7).
    private @Nullable MimeStructure structure(Mailbox mailbox, MessageRow row, Octets sealedMetadata) {
        try {
            return reader.structure(mailbox, row, sealedMetadata);
        } catch (MessageCorruptException alreadyReported) {
            return null;
        }
    }

    private MessageState state(Mailbox mailbox, long uid, int flags, KeywordNumbers numbers, long modSeq) {
        Set<Flag> all = new HashSet<>(SystemFlags.flags(flags));
        for (short number : numbers.view()) {
            all.add(keywords.require(mailbox, number));
        }
        return new MessageState(new Uid(uid), all, new ModSeq(modSeq));
    }

    private <T> StoreResult<T> named(AccountId owner, String name, Refusal otherwise, NamedRequest<T> request) {
        return available(() -> FolderName.find(name)
                .map(folder -> request.answer(mailboxes.require(owner), folder))
                .orElseGet(() -> new Refused<>(otherwise)));
    }

    private <T> StoreResult<T> inSnapshot(Supplier<StoreResult<T>> reads) {
        StoreResult<T> result = snapshot.execute(_ -> reads.get());
        if (result == null) {
            throw new IllegalStateException("no result of a read");
        }
        return result;
    }

    private static <T> T available(Supplier<T> request) {
        try {
            return request.get();
        } catch (MailboxUnavailableException | MessageCorruptException e) {
            throw e;
        } catch (RuntimeException e) {
            if (Failures.categoryOf(e) == FailureCategory.RESOURCE) {
                throw new MailboxUnavailableException("the mailbox store cannot answer now", e);
            }
            throw e;
        }
    }

    /** A request about the folder of a name. */
    @FunctionalInterface
    private interface NamedRequest<T> {
        StoreResult<T> answer(Mailbox mailbox, FolderName folder);
    }
}
