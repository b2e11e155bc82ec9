package org.letterlock.mailstore.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder.SpecialUse;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository.NewFolder;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository.MailboxRow;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.MailboxKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.transaction.support.TransactionTemplate;

/** Opens mailboxes, and makes those that are missing with the folders of STORE-2. Safe for use by any thread. */
public final class Mailboxes {
    /** Owner of the mailbox that holds mail which has no other place; no account has this id. */
    public static final AccountId HOLD = new AccountId(new UUID(0, 0));

    private static final int FIRST_KEY = 1;
    private static final int MAX_CACHED = 20_000;
    // Another replica may have shredded a mailbox; every replica is told so, this is for the one that was not.
    private static final Duration MAX_AGE = Duration.ofMinutes(1);
    private static final Map<String, SpecialUse> DEFAULT_FOLDERS = Map.of(
            "Drafts", SpecialUse.DRAFTS,
            "Sent", SpecialUse.SENT,
            "Trash", SpecialUse.TRASH,
            "Junk", SpecialUse.JUNK,
            "Archive", SpecialUse.ARCHIVE);

    private final JdbcMailboxRepository mailboxes;
    private final JdbcFolderRepository folders;
    private final Keyring keyring;
    private final Sealer sealer;
    private final TransactionTemplate transaction;
    private final InstantSource clock;
    private final Cache<AccountId, Mailbox> open = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(MAX_AGE)
            .build();

    public Mailboxes(
            JdbcMailboxRepository mailboxes,
            JdbcFolderRepository folders,
            Keyring keyring,
            Sealer sealer,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.mailboxes = mailboxes;
        this.folders = folders;
        this.keyring = keyring;
        this.sealer = sealer;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The mailbox of an account; made if there is none. Throws {@link MailboxShreddedException} if it was destroyed. */
    public Mailbox require(AccountId owner) {
        Mailbox mailbox = requireAll(List.of(owner)).get(owner);
        if (mailbox == null) {
            throw new MailboxShreddedException(owner);
        }
        return mailbox;
    }

    /** The mailboxes of these accounts, made where there is none; shredded ones are left out. */
    public Map<AccountId, Mailbox> requireAll(Collection<AccountId> owners) {
        Map<AccountId, Mailbox> found = new HashMap<>(open.getAllPresent(owners));
        List<AccountId> missing = owners.stream()
                .distinct()
                .filter(owner -> !found.containsKey(owner))
                .toList();
        if (!missing.isEmpty()) {
            Map<AccountId, Mailbox> loaded = loadOrMake(missing);
            open.putAll(loaded);
            found.putAll(loaded);
        }
        return found;
    }

    /** Those of these accounts' mailboxes that there are. */
    public Map<AccountId, Mailbox> findAll(Collection<AccountId> owners) {
        return owners.isEmpty() ? Map.of() : toMailboxes(mailboxes.find(owners));
    }

    /** Forgets what is in memory of a mailbox. */
    public void forget(AccountId owner) {
        open.invalidate(owner);
    }

    private Map<AccountId, Mailbox> loadOrMake(List<AccountId> owners) {
        List<MailboxRow> rows = mailboxes.find(owners);
        Set<AccountId> existing = rows.stream().map(MailboxRow::owner).collect(Collectors.toUnmodifiableSet());
        // All transactions insert in the same order, so that two that make the same mailboxes cannot block each other.
        List<AccountId> missing = owners.stream()
                .filter(owner -> !existing.contains(owner))
                .sorted(Comparator.comparing(AccountId::value))
                .toList();
        if (!missing.isEmpty()) {
            transaction.executeWithoutResult(_ -> make(missing));
            rows = mailboxes.find(owners);
        }
        return toMailboxes(rows);
    }

    private Map<AccountId, Mailbox> toMailboxes(List<MailboxRow> rows) {
        Map<AccountId, Mailbox> loaded = new HashMap<>();
        for (MailboxRow row : rows) {
            Octets sealedKey = row.sealedKey();
            if (sealedKey != null) {
                loaded.put(row.owner(), mailbox(row.id(), row.owner(), row.keyVersion(), sealedKey.view()));
            }
        }
        return loaded;
    }

    private Mailbox mailbox(MailboxId id, AccountId owner, int keyVersion, byte[] sealedKey) {
        byte[] key = sealer.open(ClassKey.MAIL, sealedKey, keyPlace(id));
        return new Mailbox(id, owner, new MailboxSealing(id, MailboxKey.of(keyring, keyVersion, key)));
    }

    private void make(List<AccountId> owners) {
        Instant now = clock.instant();
        UidValidity uidValidity = new UidValidity(now.getEpochSecond());
        Map<MailboxRow, Mailbox> made = new LinkedHashMap<>();
        for (AccountId owner : owners) {
            MailboxId id = new MailboxId(TimeOrderedUuid.of(now, UUID.randomUUID()));
            MailboxKey key = MailboxKey.random(keyring, FIRST_KEY);
            byte[] sealedKey = sealer.seal(ClassKey.MAIL, key.toBytes(), keyPlace(id));
            made.put(
                    new MailboxRow(id, owner, FIRST_KEY, Octets.wrap(sealedKey), null),
                    new Mailbox(id, owner, new MailboxSealing(id, key)));
        }
        Set<MailboxId> inserted = mailboxes.insertMissing(List.copyOf(made.keySet()), uidValidity);
        folders.insert(made.values().stream()
                .filter(mailbox ->
                        inserted.contains(mailbox.id()) && !mailbox.owner().equals(HOLD))
                .flatMap(mailbox -> defaultFolders(mailbox, now, uidValidity))
                .toList());
    }

    private static Stream<NewFolder> defaultFolders(Mailbox mailbox, Instant now, UidValidity uidValidity) {
        NewFolder inbox = new NewFolder(mailbox, mailbox.inbox(), FolderName.INBOX, null, true, true, uidValidity);
        return Stream.concat(
                Stream.of(inbox),
                DEFAULT_FOLDERS.entrySet().stream()
                        .map(entry -> new NewFolder(
                                mailbox,
                                new FolderId(TimeOrderedUuid.of(now, UUID.randomUUID())),
                                new FolderName(entry.getKey()),
                                entry.getValue(),
                                true,
                                true,
                                uidValidity)));
    }

    private static String[] keyPlace(MailboxId id) {
        return new String[] {"mailbox", id.toString()};
    }
}
