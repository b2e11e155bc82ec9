package org.letterlock.mailstore.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.contracts.mailbox.MailboxStore.Copied;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.mailstore.mailbox.ChangeListener;
import org.letterlock.mailstore.mailbox.FolderName;
import org.letterlock.mailstore.mailbox.FolderRow;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.Keywords;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.message.JdbcMessageRepository.FlagsChanged;
import org.letterlock.mailstore.message.JdbcMessageRepository.PlacedMessage;
import org.letterlock.mailstore.message.JdbcMessageRepository.Position;
import org.letterlock.mailstore.message.JdbcMessageRepository.Removed;
import org.letterlock.mailstore.message.JdbcMessageRepository.Transferred;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Changes of the messages of a folder: each one transaction under the lock of the folder, with exact counts and one new
 * MODSEQ (STORE-4, STORE-5). Listeners are told after the commit. Safe for use by any thread.
 */
public final class MessageChanges {
    private final JdbcMessageRepository messages;
    private final JdbcFolderRepository folders;
    private final Keywords keywords;
    private final TransactionTemplate transaction;
    private final ChangeListener listener;

    public MessageChanges(
            JdbcMessageRepository messages,
            JdbcFolderRepository folders,
            Keywords keywords,
            TransactionTemplate transaction,
            ChangeListener listener) {
        this.messages = messages;
        this.folders = folders;
        this.keywords = keywords;
        this.transaction = transaction;
        this.listener = listener;
    }

    /**
     * Adds one message; {@code store} stores its content first, in the same transaction.
     *
     * @param message its UID and MODSEQ are given here
     */
    public StoreResult<Placed> add(Mailbox mailbox, FolderName folder, MessageRow message, Runnable store) {
        return change(
                mailbox,
                status -> {
                    FolderRow row = folders.find(mailbox, folder).orElse(null);
                    if (row == null) {
                        return new Refused<>(Refusal.NONEXISTENT);
                    }
                    store.run(); // the long part, before the lock
                    Position position = messages.advance(
                                    Map.of(row.id(), FolderDelta.of(message.flags(), message.size())))
                            .get(row.id());
                    if (position == null) {
                        return rollBack(status, Refusal.NONEXISTENT);
                    }
                    MessageRow placed = message.at(position.uid(), position.modSeq());
                    messages.insert(List.of(new PlacedMessage(row.id(), placed)));
                    if (!keywords.use(row.id(), message.keywords())) {
                        return rollBack(status, Refusal.LIMIT);
                    }
                    return new Done<>(new Placed(row, new Uid(placed.uid()), new ModSeq(placed.modSeq())));
                },
                placed -> changed(mailbox, placed.folder().id(), placed.modSeq()));
    }

    /**
     * Changes flags; the new state of all of {@code uids} that exist.
     *
     * @param bits of {@link SystemFlags}
     */
    public StoreResult<List<FlagsChanged>> changeFlags(
            Mailbox mailbox, FolderId folder, UidSet uids, FlagChange change, int bits, KeywordNumbers keywordNumbers) {
        return change(
                mailbox,
                status -> {
                    Optional<Position> locked = messages.lock(mailbox.id(), folder);
                    if (locked.isEmpty()) {
                        return new Refused<>(Refusal.NONEXISTENT);
                    }
                    Position now = locked.get().next();
                    List<FlagsChanged> states =
                            messages.changeFlags(folder, uids, change, bits, keywordNumbers, now.modSeq());
                    if (states.stream().anyMatch(FlagsChanged::changed)) {
                        FolderDelta delta = FolderDelta.NONE;
                        for (FlagsChanged state : states) {
                            delta = delta.plus(FolderDelta.ofFlags(state.flagsBefore(), state.flags()));
                        }
                        messages.adjust(folder, now, delta);
                        if (change != FlagChange.REMOVE && !keywords.use(folder, keywordNumbers)) {
                            return rollBack(status, Refusal.LIMIT);
                        }
                    }
                    return new Done<>(states);
                },
                states -> states.stream()
                        .filter(FlagsChanged::changed)
                        .findFirst()
                        .map(state -> changed(mailbox, folder, new ModSeq(state.modSeq())))
                        .orElse(List.of()));
    }

    /** Removes those of {@code uids} that are marked as deleted. */
    public StoreResult<UidSet> expunge(Mailbox mailbox, FolderId folder, UidSet uids) {
        return change(
                        mailbox,
                        _ -> {
                            Optional<Position> locked = messages.lock(mailbox.id(), folder);
                            if (locked.isEmpty()) {
                                return new Refused<Expunged>(Refusal.NONEXISTENT);
                            }
                            Position now = locked.get().next();
                            return new Done<>(new Expunged(remove(folder, uids, true, now), now));
                        },
                        expunged -> expunged.uids().isEmpty()
                                ? List.of()
                                : changed(
                                        mailbox,
                                        folder,
                                        new ModSeq(expunged.now().modSeq())))
                .map(Expunged::uids);
    }

    /** Removes all messages of a folder, in the transaction of the caller, who has its lock. */
    public void removeAll(FolderRow folder) {
        Position now =
                new Position(folder.uidNext().value(), folder.highestModSeq().value()).next();
        remove(folder.id(), UidSet.all(), false, now);
    }

    /** Copies messages with their flags and dates. */
    public StoreResult<Copied> copy(Mailbox mailbox, FolderId folder, UidSet uids, FolderName targetName) {
        return change(
                        mailbox,
                        status -> {
                            Optional<Pair> pair = lockBoth(mailbox, folder, targetName);
                            if (pair.isEmpty()) {
                                return new Refused<Transfer>(Refusal.NONEXISTENT);
                            }
                            FolderRow target = pair.get().target();
                            Position first = position(target).next();
                            List<Transferred> copies = messages.copy(folder, uids, target.id(), first);
                            return arrived(status, target, first, copies);
                        },
                        transfer -> transfer.isEmpty() ? List.of() : List.of(transfer.targetChanged(mailbox)))
                .map(Transfer::copied);
    }

    /** Moves messages: at no moment are they in both folders or in none (RFC 6851). */
    public StoreResult<Copied> move(Mailbox mailbox, FolderId folder, UidSet uids, FolderName targetName) {
        return change(
                        mailbox,
                        status -> lockBoth(mailbox, folder, targetName)
                                .map(pair -> moveBetween(status, pair.source(), uids, pair.target()))
                                .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT)),
                        transfer -> transfer.isEmpty()
                                ? List.of()
                                : List.of(
                                        transfer.targetChanged(mailbox),
                                        new MailboxChanged(mailbox.owner(), folder, transfer.sourceModSeq())))
                .map(Transfer::copied);
    }

    /** Moves all messages to a new folder, in the transaction of the caller, who has made it; both are locked here. */
    public void moveAll(Mailbox mailbox, FolderId folder, FolderName targetName, TransactionStatus status) {
        lockBoth(mailbox, folder, targetName)
                .ifPresent(pair -> moveBetween(status, pair.source(), UidSet.all(), pair.target()));
    }

    private StoreResult<Transfer> moveBetween(
            TransactionStatus status, FolderRow source, UidSet uids, FolderRow target) {
        Position first = position(target).next();
        List<Transferred> moved = messages.move(source.id(), uids, target.id(), first);
        StoreResult<Transfer> result = arrived(status, target, first, moved);
        if (moved.isEmpty() || result instanceof Refused<Transfer>) {
            return result;
        }
        boolean within = source.id().equals(target.id());
        Position left =
                within ? first.after(moved.size()).next() : position(source).next();
        messages.noteExpunged(source.id(), left.modSeq(), uidsOf(moved));
        messages.adjust(source.id(), left, delta(moved).negated());
        return result.map(transfer -> transfer.leaving(new ModSeq(left.modSeq())));
    }

    private StoreResult<Transfer> arrived(
            TransactionStatus status, FolderRow target, Position first, List<Transferred> messagesThere) {
        if (!messagesThere.isEmpty()) {
            messages.adjust(target.id(), first.after(messagesThere.size()), delta(messagesThere));
            if (messagesThere.stream().anyMatch(Transferred::hasKeywords)) {
                messages.useKeywords(target.id(), first.uid());
                if (!keywords.isWithinLimit(target.id())) {
                    return rollBack(status, Refusal.LIMIT);
                }
            }
        }
        Map<Uid, Uid> uids = new LinkedHashMap<>();
        messagesThere.forEach(message -> uids.put(new Uid(message.from()), new Uid(message.to())));
        ModSeq modSeq = new ModSeq(first.modSeq());
        return new Done<>(new Transfer(new Copied(target.id(), target.uidValidity(), uids), modSeq, modSeq));
    }

    private UidSet remove(FolderId folder, UidSet uids, boolean onlyMarked, Position now) {
        List<Removed> removed = messages.delete(folder, uids, onlyMarked);
        UidSet gone = UidSet.ofSorted(removed.stream().mapToLong(Removed::uid));
        if (!gone.isEmpty()) {
            FolderDelta delta = FolderDelta.NONE;
            for (Removed message : removed) {
                delta = delta.plus(FolderDelta.of(message.flags(), message.size()));
            }
            messages.noteExpunged(folder, now.modSeq(), gone);
            messages.adjust(folder, now, delta.negated());
        }
        return gone;
    }

    private Optional<Pair> lockBoth(Mailbox mailbox, FolderId source, FolderName targetName) {
        return folders.find(mailbox, targetName).flatMap(found -> {
            folders.lockInOrder(List.of(source, found.id()));
            return folders.find(mailbox, source)
                    .filter(FolderRow::selectable)
                    .flatMap(from -> folders.find(mailbox, found.id())
                            .filter(FolderRow::selectable)
                            .map(to -> new Pair(from, to)));
        });
    }

    private <T> StoreResult<T> change(
            Mailbox mailbox,
            Function<TransactionStatus, StoreResult<T>> work,
            Function<T, List<MailboxChanged>> changes) {
        StoreResult<T> result = transaction.execute(work::apply);
        if (result == null) {
            throw new IllegalStateException("no result of a change in mailbox " + mailbox.id());
        }
        if (result instanceof Done<T>(T value)) {
            changes.apply(value).forEach(listener::changed);
        }
        return result;
    }

    private static <T> StoreResult<T> rollBack(TransactionStatus status, Refusal refusal) {
        status.setRollbackOnly();
        return new Refused<>(refusal);
    }

    private static List<MailboxChanged> changed(Mailbox mailbox, FolderId folder, ModSeq modSeq) {
        return List.of(new MailboxChanged(mailbox.owner(), folder, modSeq));
    }

    private static Position position(FolderRow folder) {
        return new Position(folder.uidNext().value(), folder.highestModSeq().value());
    }

    private static FolderDelta delta(List<Transferred> transferred) {
        FolderDelta delta = FolderDelta.NONE;
        for (Transferred message : transferred) {
            delta = delta.plus(FolderDelta.of(message.flags(), message.size()));
        }
        return delta;
    }

    private static UidSet uidsOf(List<Transferred> moved) {
        return UidSet.ofSorted(moved.stream().mapToLong(Transferred::from));
    }

    /** Where a message was added. */
    public record Placed(FolderRow folder, Uid uid, ModSeq modSeq) {}

    private record Pair(FolderRow source, FolderRow target) {}

    private record Expunged(UidSet uids, Position now) {}

    private record Transfer(Copied copied, ModSeq targetModSeq, ModSeq sourceModSeq) {
        boolean isEmpty() {
            return copied.uids().isEmpty();
        }

        Transfer leaving(ModSeq modSeq) {
            return new Transfer(copied, targetModSeq, modSeq);
        }

        MailboxChanged targetChanged(Mailbox mailbox) {
            return new MailboxChanged(mailbox.owner(), copied.target(), targetModSeq);
        }
    }
}
