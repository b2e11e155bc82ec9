package org.letterlock.mailstore.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Flag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Keywords as numbers (IMAP-6). A number means the same in all folders of a mailbox, so that copying and moving messages
 * leaves them alone; the six registered keywords have the same number everywhere. Safe for use by any thread.
 */
public final class Keywords {
    private static final int FIRST_USER_KEYWORD = 16;
    private static final int MAX_IN_FOLDER = 256;
    private static final int MAX_IN_MAILBOX = 4096;
    private static final int MAX_CACHED = 2_000;
    private static final List<Flag> REGISTERED = List.of(
            new Flag("$Forwarded"),
            new Flag("$MDNSent"),
            new Flag("$Junk"),
            new Flag("$NotJunk"),
            new Flag("$Phishing"),
            new Flag("$Important"));

    private final JdbcKeywordRepository repository;
    private final JdbcMailboxRepository mailboxes;
    private final TransactionTemplate ownTransaction;
    private final Cache<MailboxId, Table> tables =
            Caffeine.newBuilder().maximumSize(MAX_CACHED).build();

    /**
     * Makes new numbers in transactions of its own, so that what is remembered here is committed.
     *
     * @param ownTransaction never joins another one
     */
    public Keywords(JdbcTemplate template, JdbcMailboxRepository mailboxes, TransactionTemplate ownTransaction) {
        this.repository = new JdbcKeywordRepository(template);
        this.mailboxes = mailboxes;
        this.ownTransaction = ownTransaction;
    }

    /** The keyword of a number. */
    public Flag require(Mailbox mailbox, int number) {
        Flag known = table(mailbox).byNumber().get(number);
        if (known == null) {
            known = reload(mailbox).byNumber().get(number);
        }
        if (known == null) {
            throw new IllegalStateException("no keyword " + number + " in mailbox " + mailbox.id());
        }
        return known;
    }

    /** The number of a keyword, if any message of the mailbox ever had it. */
    public Optional<Integer> find(Mailbox mailbox, Flag keyword) {
        Integer number = table(mailbox).byKeyword().get(keyword);
        return Optional.ofNullable(number == null ? reload(mailbox).byKeyword().get(keyword) : number);
    }

    /** The numbers of those of {@code flags} that are keywords and have one already, ascending. */
    public KeywordNumbers existingNumbers(Mailbox mailbox, Set<Flag> flags) {
        return KeywordNumbers.of(flags.stream()
                .filter(flag -> !flag.isSystem())
                .flatMap(flag -> find(mailbox, flag).stream())
                .toList());
    }

    /** The numbers of those of {@code flags} that are keywords, ascending; empty where there are too many in the mailbox. */
    public Optional<KeywordNumbers> numbers(Mailbox mailbox, Set<Flag> flags) {
        List<Flag> keywords = flags.stream().filter(flag -> !flag.isSystem()).toList();
        if (keywords.isEmpty()) {
            return Optional.of(KeywordNumbers.NONE);
        }
        Table table = table(mailbox);
        if (!table.byKeyword().keySet().containsAll(keywords)) {
            ownTransaction.executeWithoutResult(_ -> add(mailbox, keywords));
            table = reload(mailbox);
        }
        List<Integer> numbers = new ArrayList<>();
        for (Flag keyword : keywords) {
            Integer number = table.byKeyword().get(keyword);
            if (number == null) {
                return Optional.empty();
            }
            numbers.add(number);
        }
        return Optional.of(KeywordNumbers.of(numbers));
    }

    /** Notes in the current transaction that a folder uses keywords; false where it would be too many. */
    public boolean use(FolderId folder, KeywordNumbers numbers) {
        if (numbers.isEmpty()) {
            return true;
        }
        repository.use(folder, numbers);
        return isWithinLimit(folder);
    }

    /** Whether a folder uses no more keywords than it may. */
    public boolean isWithinLimit(FolderId folder) {
        return repository.countUsed(folder, FIRST_USER_KEYWORD) <= MAX_IN_FOLDER;
    }

    /** The keywords that were ever used in a folder. */
    public Set<Flag> used(Mailbox mailbox, FolderId folder) {
        Set<Flag> used = new HashSet<>();
        repository.used(folder).forEach(number -> used.add(require(mailbox, number)));
        return used;
    }

    private void add(Mailbox mailbox, List<Flag> keywords) {
        mailboxes.lock(mailbox.id());
        Map<Integer, Flag> existing = repository.all(mailbox);
        Set<Flag> known = new HashSet<>(existing.values());
        known.addAll(REGISTERED);
        int next = FIRST_USER_KEYWORD + existing.size();
        for (Flag keyword : keywords) {
            if (known.add(keyword) && next < MAX_IN_MAILBOX) {
                repository.insert(mailbox, next++, keyword);
            }
        }
    }

    private Table table(Mailbox mailbox) {
        Table table = tables.getIfPresent(mailbox.id());
        return table == null ? reload(mailbox) : table;
    }

    private Table reload(Mailbox mailbox) {
        Map<Integer, Flag> byNumber = new HashMap<>(repository.all(mailbox));
        for (int i = 0; i < REGISTERED.size(); i++) {
            byNumber.put(i, REGISTERED.get(i));
        }
        Map<Flag, Integer> byKeyword = new HashMap<>();
        byNumber.forEach((number, keyword) -> byKeyword.put(keyword, number));
        Table table = new Table(Map.copyOf(byNumber), Map.copyOf(byKeyword));
        tables.put(mailbox.id(), table);
        return table;
    }

    private record Table(Map<Integer, Flag> byNumber, Map<Flag, Integer> byKeyword) {}
}
