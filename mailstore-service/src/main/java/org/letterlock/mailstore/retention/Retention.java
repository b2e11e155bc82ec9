package org.letterlock.mailstore.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.IntSupplier;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.mailbox.JdbcMailboxRepository;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Removes what nothing needs any more, in small transactions. Any number of replicas may do it at once. */
public final class Retention {
    /** Contents stay this long after their last message is gone, so that a copy of the database is complete (BKP-1). */
    static final Duration GARBAGE = Duration.ofHours(24);

    // A removal that was missed while this service was down is made good after this time, which leaves an administrator
    // room.
    static final Duration ORPHANS = Duration.ofDays(7);
    // Longer than mail.accepted keeps a record that may come again.
    private static final Duration DELIVERED = Duration.ofDays(14);
    private static final int CHUNK = 500;
    private static final int MAX_EXPUNGED = 50_000;
    private static final Logger log = LoggerFactory.getLogger(Retention.class);

    private final JdbcContentRepository contents;
    private final JdbcMailboxRepository mailboxes;
    private final JdbcRetentionRepository repository;
    private final Directory directory;
    private final Shredder shredder;
    private final ForgettableDeliveries deliveries;
    private final TransactionTemplate transaction;
    private final InstantSource clock;

    public Retention(
            JdbcTemplate template,
            JdbcContentRepository contents,
            JdbcMailboxRepository mailboxes,
            Directory directory,
            Shredder shredder,
            ForgettableDeliveries deliveries,
            TransactionTemplate transaction,
            InstantSource clock) {
        this.contents = contents;
        this.mailboxes = mailboxes;
        this.repository = new JdbcRetentionRepository(template);
        this.directory = directory;
        this.shredder = shredder;
        this.deliveries = deliveries;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** One round; a part that fails does not keep the others from their work. */
    public void run() {
        Instant now = clock.instant();
        attempt("contents", () -> removeGarbage(now));
        attempt("orphans", () -> shredOrphans(now));
        attempt("shredded", this::removeShredded);
        attempt("expunged", this::forgetExpunged);
        attempt("delivered", () -> deliveries.forget(now.minus(DELIVERED)));
    }

    private void removeGarbage(Instant now) {
        repeat(() -> contents.removeGarbage(now.minus(GARBAGE), CHUNK));
    }

    private void shredOrphans(Instant now) {
        List<AccountRecord> accounts = List.copyOf(directory.accounts());
        if (accounts.isEmpty()) {
            return; // more likely a directory that is not there than an installation that lost all its users
        }
        shredder.shred(
                mailboxes.orphans(accounts.stream().map(AccountRecord::id).toList(), now.minus(ORPHANS)));
    }

    private void removeShredded() {
        for (FolderId folder : repository.foldersOfShredded(CHUNK)) {
            repeat(() -> repository.removeMessages(folder, CHUNK));
            transaction.executeWithoutResult(_ -> repository.removeFolder(folder));
        }
    }

    private void forgetExpunged() {
        for (FolderId folder : repository.foldersWithMoreExpunged(MAX_EXPUNGED)) {
            transaction.executeWithoutResult(_ -> repository.forgetExpunged(folder, MAX_EXPUNGED / 2));
        }
    }

    private void repeat(IntSupplier chunk) {
        int done;
        do {
            Integer count = transaction.execute(_ -> chunk.getAsInt());
            done = count == null ? 0 : count;
        } while (done == CHUNK);
    }

    private static void attempt(String what, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException e) { // the edge of a job; the next round tries again
            log.warn("retention of {} did not finish", what, e);
        }
    }

    /** Remembers deliveries against repetition, for a while. */
    @FunctionalInterface
    public interface ForgettableDeliveries {
        /** Forgets those made before. */
        void forget(Instant before);
    }
}
