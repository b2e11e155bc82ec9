package org.letterlock.ingress.mailbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxChanged;
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
import org.letterlock.imap.mailbox.MailboxName;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailsyntax.mime.MimeStructure;
import org.letterlock.mailsyntax.mime.MimeStructureReader;

/** Mailboxes in memory, which refuse what the real ones refuse. Safe for use by any thread. */
public final class FakeMailboxStore implements MailboxStore {
    private static final int MAX_LEVELS = 16;
    private static final int MAX_LEVEL_OCTETS = 255;
    private static final int MAX_KEYWORDS = 256;

    private final Consumer<MailboxChanged> events;
    private final Map<AccountId, Map<String, Box>> mailboxes = new TreeMap<>(Comparator.comparing(AccountId::toString));
    private long nextUidValidity = 1;
    private boolean unavailable;
    private boolean overQuota;

    private static final class Message {
        private final byte[] octets;
        private final Instant internalDate;
        private Set<Flag> flags;
        private ModSeq modSeq;
        private boolean corrupt;

        private Message(byte[] octets, Instant internalDate, Set<Flag> flags, ModSeq modSeq) {
            this.octets = octets;
            this.internalDate = internalDate;
            this.flags = flags;
            this.modSeq = modSeq;
        }
    }

    private static final class Box {
        private final FolderId id = new FolderId(UUID.randomUUID());
        private final TreeMap<Uid, Message> messages = new TreeMap<>();
        private final TreeMap<Uid, ModSeq> gone = new TreeMap<>();
        private final Folder.SpecialUse use;
        private String name;
        private UidValidity uidValidity;
        private boolean subscribed;
        private boolean selectable = true;
        private Uid next = new Uid(1);
        private long modSeq = 1;

        private Box(String name, Folder.SpecialUse use, UidValidity uidValidity) {
            this.name = name;
            this.use = use;
            this.uidValidity = uidValidity;
        }

        private Folder folder() {
            return new Folder(id, name, use, subscribed, selectable, uidValidity);
        }

        private ModSeq changed() {
            return new ModSeq(++modSeq);
        }

        private Uid add(byte[] octets, Instant date, Set<Flag> flags) {
            Uid uid = next;
            next = uid.next();
            messages.put(uid, new Message(octets, date, flags, changed()));
            return uid;
        }

        private void remove(Uid uid) {
            messages.remove(uid);
            gone.put(uid, changed());
        }

        private UidSet uids() {
            return UidSet.of(messages.keySet());
        }
    }

    public FakeMailboxStore(Consumer<MailboxChanged> events) {
        this.events = events;
    }

    /** From now on the store answers nobody, or everybody again. */
    public synchronized void unavailable(boolean now) {
        unavailable = now;
    }

    /** From now on there is no room, or room again. */
    public synchronized void overQuota(boolean now) {
        overQuota = now;
    }

    /** A delivery. */
    public synchronized Uid deliver(AccountId owner, String folder, String message) {
        Box box = boxes(owner).get(folder);
        Uid uid = box.add(message.getBytes(ISO_8859_1), Instant.parse("2026-01-02T03:04:05Z"), Set.of());
        tell(owner, box);
        return uid;
    }

    /** The sealed object of a message is damaged. */
    public synchronized void corrupt(AccountId owner, String folder, Uid uid) {
        boxes(owner).get(folder).messages.get(uid).corrupt = true;
    }

    /** The octets of a message. */
    public synchronized byte[] octets(AccountId owner, String folder, Uid uid) {
        return boxes(owner).get(folder).messages.get(uid).octets;
    }

    private Map<String, Box> boxes(AccountId owner) {
        if (unavailable) {
            throw new MailboxUnavailableException("out of order", new IllegalStateException());
        }
        return mailboxes.computeIfAbsent(owner, _ -> {
            Map<String, Box> boxes = new TreeMap<>(
                    Comparator.comparing((String name) -> !name.equals("INBOX")).thenComparing(name -> name));
            boxes.put("INBOX", new Box("INBOX", null, validity()));
            boxes.put("Drafts", new Box("Drafts", Folder.SpecialUse.DRAFTS, validity()));
            boxes.put("Sent", new Box("Sent", Folder.SpecialUse.SENT, validity()));
            boxes.put("Trash", new Box("Trash", Folder.SpecialUse.TRASH, validity()));
            return boxes;
        });
    }

    private UidValidity validity() {
        return new UidValidity(nextUidValidity++);
    }

    private void tell(AccountId owner, Box box) {
        events.accept(new MailboxChanged(owner, box.id, new ModSeq(box.modSeq)));
    }

    private Optional<Box> find(AccountId owner, FolderId id) {
        return boxes(owner).values().stream().filter(box -> box.id.equals(id)).findFirst();
    }

    private static boolean isAllowed(String name) {
        String[] levels = name.split("/", -1);
        return levels.length <= MAX_LEVELS
                && Arrays.stream(levels)
                        .noneMatch(level -> level.isEmpty() || level.getBytes(UTF_8).length > MAX_LEVEL_OCTETS)
                && name.chars().noneMatch(Character::isISOControl);
    }

    @Override
    public synchronized List<Folder> folders(AccountId owner) {
        return boxes(owner).values().stream().map(Box::folder).toList();
    }

    @Override
    public synchronized StoreResult<Folder> createFolder(AccountId owner, String name, Folder.SpecialUse use) {
        Map<String, Box> boxes = boxes(owner);
        if (!isAllowed(name) || (use != null && boxes.values().stream().anyMatch(box -> box.use == use))) {
            return new Refused<>(Refusal.CANNOT);
        }
        Box old = boxes.get(name);
        if (old != null && old.selectable) {
            return new Refused<>(Refusal.ALREADY_EXISTS);
        }
        for (MailboxName parent : new MailboxName(name).parents()) {
            boxes.computeIfAbsent(parent.value(), missing -> new Box(missing, null, validity()));
        }
        boxes.put(name, new Box(name, use, validity()));
        return new Done<>(boxes.get(name).folder());
    }

    @Override
    public synchronized StoreResult<Folder> deleteFolder(AccountId owner, String name) {
        Map<String, Box> boxes = boxes(owner);
        Box box = boxes.get(name);
        if (box == null) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        if (name.equals("INBOX")) {
            return new Refused<>(Refusal.CANNOT);
        }
        boolean hasChildren = boxes.keySet().stream().anyMatch(other -> other.startsWith(name + "/"));
        if (hasChildren && !box.selectable) {
            return new Refused<>(Refusal.HAS_CHILDREN);
        }
        if (hasChildren) {
            box.selectable = false;
            box.messages.clear();
        } else {
            boxes.remove(name);
        }
        events.accept(new MailboxChanged(owner, box.id, new ModSeq(0)));
        return new Done<>(box.folder());
    }

    @Override
    public synchronized StoreResult<Folder> renameFolder(AccountId owner, String name, String newName) {
        Map<String, Box> boxes = boxes(owner);
        if (!boxes.containsKey(name)) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        if (!isAllowed(newName) || newName.startsWith(name + "/")) {
            return new Refused<>(Refusal.CANNOT);
        }
        if (boxes.containsKey(newName)) {
            return new Refused<>(Refusal.ALREADY_EXISTS);
        }
        if (name.equals("INBOX")) {
            StoreResult<Folder> created = createFolder(owner, newName, null);
            move(owner, boxes.get("INBOX").id, UidSet.all(), newName);
            return created;
        }
        for (String old : List.copyOf(boxes.keySet())) {
            if (old.equals(name) || old.startsWith(name + "/")) {
                Box box = boxes.remove(old);
                box.name = newName + old.substring(name.length());
                boxes.put(box.name, box);
            }
        }
        return new Done<>(boxes.get(newName).folder());
    }

    @Override
    public synchronized StoreResult<Folder> subscribe(AccountId owner, String name, boolean subscribed) {
        Box box = boxes(owner).get(name);
        if (box == null) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        box.subscribed = subscribed;
        return new Done<>(box.folder());
    }

    @Override
    public synchronized StoreResult<FolderStatus> status(AccountId owner, FolderId folder) {
        return find(owner, folder)
                .filter(box -> box.selectable)
                .<StoreResult<FolderStatus>>map(box -> new Done<>(status(box)))
                .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT));
    }

    private static FolderStatus status(Box box) {
        return new FolderStatus(
                box.uidValidity,
                box.next,
                new ModSeq(box.modSeq),
                box.messages.size(),
                count(box, message -> !message.flags.contains(Flag.SEEN)),
                count(box, message -> message.flags.contains(Flag.DELETED)),
                box.messages.values().stream()
                        .mapToLong(message -> message.octets.length)
                        .sum());
    }

    private static long count(Box box, java.util.function.Predicate<Message> wanted) {
        return box.messages.values().stream().filter(wanted).count();
    }

    @Override
    public synchronized StoreResult<FolderSnapshot> open(AccountId owner, String name) {
        Box box = boxes(owner).get(name);
        if (box == null || !box.selectable) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        Uid firstUnseen = box.messages.entrySet().stream()
                .filter(entry -> !entry.getValue().flags.contains(Flag.SEEN))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(null);
        return new Done<>(new FolderSnapshot(box.folder(), status(box), box.uids(), firstUnseen, keywords(box)));
    }

    private static Set<Flag> keywords(Box box) {
        Set<Flag> keywords = new HashSet<>();
        box.messages
                .values()
                .forEach(message ->
                        message.flags.stream().filter(flag -> !flag.isSystem()).forEach(keywords::add));
        return keywords;
    }

    @Override
    public synchronized StoreResult<FolderChanges> changesSince(AccountId owner, FolderId folder, ModSeq since) {
        return find(owner, folder)
                .filter(box -> box.selectable)
                .<StoreResult<FolderChanges>>map(box -> new Done<>(new FolderChanges(
                        new ModSeq(box.modSeq),
                        states(box, box.uids()).stream()
                                .filter(state -> state.modSeq().compareTo(since) > 0)
                                .toList(),
                        UidSet.of(box.gone.entrySet().stream()
                                .filter(entry -> entry.getValue().compareTo(since) > 0)
                                .map(Map.Entry::getKey)
                                .toList()))))
                .orElseGet(() -> new Refused<>(Refusal.NONEXISTENT));
    }

    private static List<MessageState> states(Box box, UidSet uids) {
        return box.messages.entrySet().stream()
                .filter(entry -> uids.contains(entry.getKey()))
                .map(entry -> new MessageState(entry.getKey(), entry.getValue().flags, entry.getValue().modSeq))
                .toList();
    }

    @Override
    public synchronized List<StoredMessage> messages(AccountId owner, FolderId folder, UidSet uids, Detail detail) {
        return find(owner, folder)
                .map(box -> states(box, uids).stream()
                        .map(state -> stored(box.messages.get(state.uid()), state, detail))
                        .toList())
                .orElse(List.of());
    }

    private static StoredMessage stored(Message message, MessageState state, Detail detail) {
        MimeStructure structure =
                detail == Detail.STRUCTURE && !message.corrupt ? MimeStructureReader.read(message.octets) : null;
        return new StoredMessage(state, message.internalDate, message.octets.length, structure);
    }

    @Override
    public synchronized StoreResult<InputStream> read(
            AccountId owner, FolderId folder, Uid uid, long offset, long length) {
        Optional<Box> box = find(owner, folder);
        if (box.isEmpty()) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        Message message = box.get().messages.get(uid);
        if (message == null) {
            return new Done<>(InputStream.nullInputStream());
        }
        if (message.corrupt) {
            throw new MessageCorruptException(new ObjectId(UUID.randomUUID()), new IllegalStateException());
        }
        int start = (int) Math.min(offset, message.octets.length);
        int count = (int) Math.min(length, message.octets.length - start);
        return new Done<>(new ByteArrayInputStream(message.octets, start, count));
    }

    @Override
    public synchronized UidSet search(AccountId owner, FolderId folder, SearchKey key) {
        return find(owner, folder)
                .map(box -> UidSet.of(box.messages.entrySet().stream()
                        .filter(entry -> matches(entry.getKey(), entry.getValue(), key))
                        .map(Map.Entry::getKey)
                        .toList()))
                .orElse(UidSet.empty());
    }

    private static boolean matches(Uid uid, Message message, SearchKey key) {
        String text = new String(message.octets, UTF_8).toLowerCase(Locale.ROOT);
        return switch (key) {
            case SearchKey.All() -> true;
            case SearchKey.HasFlag(var flag) -> message.flags.contains(flag);
            case SearchKey.Header(var name, var value) ->
                text.lines()
                        .takeWhile(line -> !line.isEmpty())
                        .anyMatch(line -> line.startsWith(name.toLowerCase(Locale.ROOT) + ":")
                                && line.contains(value.toLowerCase(Locale.ROOT)));
            case SearchKey.Body(var value) ->
                text.substring(Math.max(0, text.indexOf("\r\n\r\n"))).contains(value.toLowerCase(Locale.ROOT));
            case SearchKey.Text(var value) -> text.contains(value.toLowerCase(Locale.ROOT));
            case SearchKey.Larger(long octets) -> message.octets.length > octets;
            case SearchKey.Smaller(long octets) -> message.octets.length < octets;
            case SearchKey.InternalDate(var relation, var date) ->
                relation.holds(LocalDate.ofInstant(message.internalDate, ZoneOffset.UTC), date);
            case SearchKey.SentDate _ -> false;
            case SearchKey.UidIn(var uids) -> uids.contains(uid);
            case SearchKey.ChangedSince(var modSeq) -> message.modSeq.compareTo(modSeq) >= 0;
            case SearchKey.Not(var inner) -> !matches(uid, message, inner);
            case SearchKey.Or(var one, var other) -> matches(uid, message, one) || matches(uid, message, other);
            case SearchKey.And(var keys) -> keys.stream().allMatch(each -> matches(uid, message, each));
            case SearchKey.Recent _, SearchKey.NumberIn _ ->
                throw new IllegalArgumentException("only a session can read this key");
        };
    }

    @Override
    public StoreResult<Appended> append(
            AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size, InputStream content) {
        synchronized (this) {
            Box box = boxes(owner).get(folder);
            if (box == null || !box.selectable) {
                return new Refused<>(Refusal.NONEXISTENT);
            }
            if (overQuota) {
                return new Refused<>(Refusal.OVER_QUOTA);
            }
        }
        byte[] octets;
        try {
            octets = content.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (octets.length != size) {
            throw new IllegalStateException("not the size that was announced: " + octets.length);
        }
        synchronized (this) {
            Box box = boxes(owner).get(folder);
            Uid uid = box.add(octets, internalDate, flags);
            tell(owner, box);
            return new Done<>(new Appended(box.id, box.uidValidity, uid));
        }
    }

    @Override
    public synchronized StoreResult<List<MessageState>> changeFlags(
            AccountId owner, FolderId folder, UidSet uids, FlagChange change, Set<Flag> flags) {
        Optional<Box> found = find(owner, folder);
        if (found.isEmpty()) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        Box box = found.get();
        Set<Flag> keywords = keywords(box);
        flags.stream().filter(flag -> !flag.isSystem()).forEach(keywords::add);
        if (keywords.size() > MAX_KEYWORDS) {
            return new Refused<>(Refusal.LIMIT);
        }
        for (MessageState state : states(box, uids)) {
            Message message = box.messages.get(state.uid());
            Set<Flag> next = change == FlagChange.REPLACE ? new HashSet<>() : new HashSet<>(message.flags);
            var _ = change == FlagChange.REMOVE ? next.removeAll(flags) : next.addAll(flags);
            message.flags = Set.copyOf(next);
            message.modSeq = box.changed();
        }
        tell(owner, box);
        return new Done<>(states(box, uids));
    }

    @Override
    public synchronized StoreResult<Copied> copy(AccountId owner, FolderId folder, UidSet uids, String target) {
        Optional<Box> source = find(owner, folder);
        Box box = boxes(owner).get(target);
        if (source.isEmpty() || box == null || !box.selectable) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        if (overQuota) {
            return new Refused<>(Refusal.OVER_QUOTA);
        }
        Map<Uid, Uid> copied = new TreeMap<>();
        for (MessageState state : states(source.get(), uids)) {
            Message message = source.get().messages.get(state.uid());
            copied.put(state.uid(), box.add(message.octets, message.internalDate, message.flags));
        }
        tell(owner, box);
        return new Done<>(new Copied(box.id, box.uidValidity, copied));
    }

    @Override
    public synchronized StoreResult<Copied> move(AccountId owner, FolderId folder, UidSet uids, String target) {
        StoreResult<Copied> copied = copy(owner, folder, uids, target);
        if (copied instanceof Done<Copied>(Copied result)) {
            Box source = find(owner, folder).orElseThrow();
            result.uids().keySet().forEach(source::remove);
            tell(owner, source);
        }
        return copied;
    }

    @Override
    public synchronized StoreResult<UidSet> expunge(AccountId owner, FolderId folder, UidSet uids) {
        Optional<Box> found = find(owner, folder);
        if (found.isEmpty()) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        Box box = found.get();
        List<Uid> gone = new ArrayList<>();
        for (MessageState state : states(box, uids)) {
            if (state.flags().contains(Flag.DELETED)) {
                gone.add(state.uid());
                box.remove(state.uid());
            }
        }
        tell(owner, box);
        return new Done<>(UidSet.of(gone));
    }
}
