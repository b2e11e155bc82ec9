package org.letterlock.mailstore.folder;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxChanged;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.mailstore.mailbox.ChangeListener;
import org.letterlock.mailstore.mailbox.FolderName;
import org.letterlock.mailstore.mailbox.FolderRow;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository.NewFolder;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository.Renamed;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.message.JdbcMessageRepository;
import org.letterlock.mailstore.message.MessageChanges;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The tree of folders of a mailbox. Changes happen under the lock of the mailbox, so that every folder's parents exist, be it
 * as mere names. Safe for use by any thread.
 */
public final class FolderTree {
    /** Folders of a mailbox. */
    public static final int MAX_FOLDERS = 10_000;

    private final JdbcMailboxRepository mailboxes;
    private final JdbcFolderRepository folders;
    private final JdbcMessageRepository messages;
    private final MessageChanges changes;
    private final TransactionTemplate transaction;
    private final ChangeListener listener;
    private final InstantSource clock;

    public FolderTree(
            JdbcMailboxRepository mailboxes,
            JdbcFolderRepository folders,
            JdbcMessageRepository messages,
            MessageChanges changes,
            TransactionTemplate transaction,
            ChangeListener listener,
            InstantSource clock) {
        this.mailboxes = mailboxes;
        this.folders = folders;
        this.messages = messages;
        this.changes = changes;
        this.transaction = transaction;
        this.listener = listener;
        this.clock = clock;
    }

    /** Makes a folder, and the folders above it that are missing; a name that was left of a deleted one becomes a folder anew. */
    public StoreResult<Folder> create(Mailbox mailbox, FolderName name, Folder.@Nullable SpecialUse use) {
        return underLock(mailbox, _ -> {
            List<FolderRow> existing = folders.all(mailbox);
            if (use != null && existing.stream().anyMatch(folder -> folder.specialUse() == use)) {
                return new Refused<>(Refusal.CANNOT);
            }
            Optional<FolderRow> old = find(existing, name);
            if (old.isPresent()) {
                return old.get().selectable() ? new Refused<>(Refusal.ALREADY_EXISTS) : revive(mailbox, old.get(), use);
            }
            return add(mailbox, existing, name, use)
                    ? new Done<>(require(mailbox, name))
                    : new Refused<>(Refusal.LIMIT);
        });
    }

    /** Deletes a folder with its messages; one that has others below it stays as a mere name (RFC 9051 section 6.3.5). */
    public StoreResult<Folder> delete(Mailbox mailbox, FolderName name) {
        StoreResult<Folder> result = underLock(mailbox, _ -> {
            List<FolderRow> existing = folders.all(mailbox);
            Optional<FolderRow> found = find(existing, name);
            if (found.isEmpty()) {
                return new Refused<>(Refusal.NONEXISTENT);
            }
            boolean hasChildren =
                    existing.stream().anyMatch(folder -> folder.name().isBelow(name));
            if (name.isInbox()) {
                return new Refused<>(Refusal.CANNOT);
            }
            if (hasChildren && !found.get().selectable()) {
                return new Refused<>(Refusal.HAS_CHILDREN);
            }
            return new Done<>(delete(mailbox, found.get().id(), hasChildren));
        });
        if (result instanceof Done<Folder>(Folder folder)) {
            comeAndLook(mailbox, folder.id()); // and find it gone
        }
        return result;
    }

    /** Renames a folder and all below it; of INBOX, only the messages go (RFC 9051 section 6.3.6). */
    public StoreResult<Folder> rename(Mailbox mailbox, FolderName name, FolderName newName) {
        StoreResult<Folder> result = underLock(mailbox, status -> {
            List<FolderRow> existing = folders.all(mailbox);
            Optional<FolderRow> found = find(existing, name);
            if (found.isEmpty()) {
                return new Refused<>(Refusal.NONEXISTENT);
            }
            if (find(existing, newName).isPresent()) {
                return new Refused<>(Refusal.ALREADY_EXISTS);
            }
            if (name.isInbox()) {
                return moveInbox(mailbox, existing, newName, status);
            }
            if (newName.isBelow(name)) {
                return new Refused<>(Refusal.CANNOT);
            }
            return rename(mailbox, existing, found.get(), newName);
        });
        if (name.isInbox() && result instanceof Done<Folder>) {
            comeAndLook(mailbox, mailbox.inbox());
        }
        return result;
    }

    /** Sets whether a folder is subscribed. */
    public StoreResult<Folder> subscribe(Mailbox mailbox, FolderName name, boolean subscribed) {
        return underLock(
                mailbox,
                _ -> folders.find(mailbox, name)
                        .<StoreResult<Folder>>map(folder -> {
                            folders.subscribe(folder.id(), subscribed);
                            return new Done<>(require(mailbox, name));
                        })
                        .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT)));
    }

    private void comeAndLook(Mailbox mailbox, FolderId folder) {
        listener.changed(new MailboxChanged(mailbox.owner(), folder, new ModSeq(0)));
    }

    private StoreResult<Folder> revive(Mailbox mailbox, FolderRow name, Folder.@Nullable SpecialUse use) {
        UidValidity uidValidity = mailboxes.nextUidValidity(mailbox.id());
        folders.setSelectable(name.id(), true, uidValidity, use);
        return new Done<>(require(mailbox, name.name()));
    }

    private Folder delete(Mailbox mailbox, FolderId id, boolean hasChildren) {
        FolderRow locked = folders.lock(mailbox, id).orElseThrow();
        changes.removeAll(locked);
        if (hasChildren) {
            folders.setSelectable(id, false, locked.uidValidity(), null);
        }
        messages.forgetExpunged(id);
        if (!hasChildren) {
            folders.delete(id);
        }
        return locked.toFolder();
    }

    private StoreResult<Folder> rename(
            Mailbox mailbox, List<FolderRow> existing, FolderRow folder, FolderName newName) {
        List<Renamed> renamed = new ArrayList<>(List.of(new Renamed(folder.id(), newName)));
        for (FolderRow child : existing) {
            if (child.name().isBelow(folder.name())) {
                Optional<FolderName> moved = child.name().moved(folder.name(), newName);
                if (moved.isEmpty()) {
                    return new Refused<>(Refusal.LIMIT);
                }
                renamed.add(new Renamed(child.id(), moved.get()));
            }
        }
        folders.rename(mailbox, renamed);
        return addParents(mailbox, folders.all(mailbox), newName)
                ? new Done<>(require(mailbox, newName))
                : new Refused<>(Refusal.LIMIT);
    }

    private StoreResult<Folder> moveInbox(
            Mailbox mailbox, List<FolderRow> existing, FolderName newName, TransactionStatus status) {
        if (!add(mailbox, existing, newName, null)) {
            return new Refused<>(Refusal.LIMIT);
        }
        changes.moveAll(mailbox, mailbox.inbox(), newName, status);
        return new Done<>(require(mailbox, newName));
    }

    private boolean add(Mailbox mailbox, List<FolderRow> existing, FolderName name, Folder.@Nullable SpecialUse use) {
        if (!addParents(mailbox, existing, name)) {
            return false;
        }
        folders.insert(List.of(newFolder(mailbox, name, use)));
        return true;
    }

    private boolean addParents(Mailbox mailbox, List<FolderRow> existing, FolderName name) {
        Set<FolderName> names = existing.stream().map(FolderRow::name).collect(Collectors.toCollection(HashSet::new));
        List<FolderName> missing = name.parents().stream()
                .filter(parent -> !names.contains(parent))
                .toList();
        if (names.size() + missing.size() >= MAX_FOLDERS) {
            return false;
        }
        folders.insert(
                missing.stream().map(parent -> newFolder(mailbox, parent, null)).toList());
        return true;
    }

    private NewFolder newFolder(Mailbox mailbox, FolderName name, Folder.@Nullable SpecialUse use) {
        FolderId id = new FolderId(TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()));
        return new NewFolder(mailbox, id, name, use, false, true, mailboxes.nextUidValidity(mailbox.id()));
    }

    private Folder require(Mailbox mailbox, FolderName name) {
        return folders.find(mailbox, name).orElseThrow().toFolder();
    }

    private StoreResult<Folder> underLock(Mailbox mailbox, Function<TransactionStatus, StoreResult<Folder>> work) {
        StoreResult<Folder> result = transaction.execute(status -> {
            mailboxes.lock(mailbox.id());
            StoreResult<Folder> outcome = work.apply(status);
            if (outcome instanceof Refused<Folder>) {
                status.setRollbackOnly();
            }
            return outcome;
        });
        if (result == null) {
            throw new IllegalStateException("no result of a change in mailbox " + mailbox.id());
        }
        return result;
    }

    private static Optional<FolderRow> find(List<FolderRow> folders, FolderName name) {
        return folders.stream().filter(folder -> folder.name().equals(name)).findFirst();
    }
}
