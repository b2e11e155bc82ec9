package org.letterlock.mailstore;

import static org.letterlock.mailstore.MailstoreFixture.NOON;
import static org.letterlock.mailstore.MailstoreFixture.accepted;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.await;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.jdbc;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.read;
import static org.letterlock.mailstore.MailstoreFixture.store;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.mailstore.mailbox.Sql;
import org.letterlock.mailstore.message.JdbcMessageQueries;
import org.letterlock.mailstore.message.MessageReader;
import org.letterlock.service.kafka.TopicPublisher;

/**
 * Figures of STORE-8, printed. No part of the ordinary run: {@code mvn test -pl mailstore-service -Dtest=MailstoreBenchmark}.
 */
class MailstoreBenchmark {
    private static final String BODY =
            "The quick brown fox jumps over the lazy dog 0123456789.\r\n".repeat(175); // 10 KB
    private static final int LARGE_FOLDER = 100_000;

    @Test
    void figures() throws Exception {
        for (int round = 0; round < 5; round++) {
            deliver(1000, 20);
        }
        AccountId anna = account();
        for (AcceptedMessage message : messages(1000, List.of(anna))) {
            MailstoreFixture.publish(message);
        }
        await(() -> open(anna, "INBOX").status().messages() == 1000);
        FolderId inbox = inbox(anna);
        bodies(anna, inbox, 2, 4000);
        bodies(anna, inbox, 2, 20_000);
        bodies(anna, inbox, 8, 20_000);
        largeFolder(anna);
    }

    private static List<AcceptedMessage> messages(int count, List<AccountId> accounts) {
        List<AcceptedMessage> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            messages.add(accepted(message("number " + i, BODY), accounts.get(i % accounts.size())));
        }
        return messages;
    }

    private static void deliver(int count, int mailboxes) {
        List<AccountId> accounts = new ArrayList<>();
        for (int i = 0; i < mailboxes; i++) {
            accounts.add(account());
        }
        List<AcceptedMessage> messages = messages(count, accounts);
        long start = System.nanoTime();
        messages.forEach(message -> MailstoreFixture.bean(TopicPublisher.class)
                .publish(Topics.MAIL_ACCEPTED, message.queueId().toString(), message));
        long sent = System.nanoTime();
        await(() -> jdbc().sql("SELECT coalesce(sum(f.messages), 0) FROM folder f JOIN mailbox m ON m.id = f.mailbox_id"
                                + " WHERE m.account_id = ANY(?)")
                        .param(Sql.uuids(accounts.stream().map(AccountId::value)))
                        .query(Long.class)
                        .single()
                == count);
        System.out.printf("FIGURE publishing took %.1f ms%n", (sent - start) / 1e6);
        report("deliver 10 KB", count, start);
    }

    private static void bodies(AccountId anna, FolderId inbox, int threads, int count) throws Exception {
        long start = System.nanoTime();
        inParallel(threads, thread -> {
            Random random = new Random(thread);
            for (int i = 0; i < count / threads; i++) {
                UidSet uid = UidSet.of(new Uid(1 + random.nextInt(1000)));
                store().messages(anna, inbox, uid, Detail.STATE);
                if (read(anna, inbox, uid.first()).length < 9000) {
                    throw new IllegalStateException("too short");
                }
            }
        });
        report("state and body of 10 KB, " + threads + " threads", count, start);
    }

    private static void largeFolder(AccountId anna) {
        FolderId inbox = inbox(anna);
        // The folder grows by copies, so that there are as many rows with contents of their own kind as need be.
        done(store().createFolder(anna, "Large", null));
        for (int i = 0; i < LARGE_FOLDER / 1000; i++) {
            done(store().copy(anna, inbox, UidSet.between(new Uid(1), new Uid(1000)), "Large"));
        }
        jdbc().sql("ANALYZE").update();
        FolderId large = open(anna, "Large").folder().id();
        for (int round = 0; round < 3; round++) {
            MailstoreFixture.bean(MessageReader.class).forgetAll();
            time("SELECT of 100 000, remembered", () -> open(anna, "Large"));
            time("1000 states", () -> store().messages(anna, large, range(50_000, 1000), Detail.STATE));
            time(
                    "1000 rows with metadata",
                    () -> MailstoreFixture.bean(JdbcMessageQueries.class).findWithMetadata(large, range(40_000, 1000)));
            time("1000 structures", () -> store().messages(anna, large, range(20_000, 1000), Detail.STRUCTURE));
            time("all states", () -> store().messages(anna, large, UidSet.all(), Detail.STATE));
            time(
                    "search subject in 100 000",
                    () -> store().search(anna, large, new SearchKey.Header("subject", "number 77")));
            time("search flag in 100 000", () -> store().search(anna, large, new SearchKey.HasFlag(Flag.FLAGGED)));
            time(
                    "flag 1",
                    () -> store().changeFlags(
                                    anna,
                                    large,
                                    range(777, 1),
                                    FlagChange.REPLACE,
                                    Set.of(new Flag("k" + System.nanoTime() % 5))));
            time("append 10 KB", () -> MailstoreFixture.append(anna, "Large", message("appended", BODY)));
        }
        for (int round = 0; round < 3; round++) {
            time(
                    "UIDs of 100 000 from the database",
                    () -> MailstoreFixture.bean(JdbcMessageQueries.class).uids(large));
        }
    }

    private static UidSet range(long first, int count) {
        return UidSet.between(new Uid(first), new Uid(first + count - 1));
    }

    private static void time(String what, Callable<?> work) {
        long start = System.nanoTime();
        try {
            work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        System.out.printf("FIGURE %s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }

    private static void report(String what, int count, long start) {
        double cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
        System.out.printf("CPU of this process so far %.1f s%n", cpu);
        double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
        System.out.printf("FIGURE %s: %d in %.2f s, %.0f/s%n", what, count, seconds, count / seconds);
    }

    private static void inParallel(int threads, Part part) throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            List<Future<?>> parts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                parts.add(executor.submit(() -> {
                    part.run(thread);
                    return NOON;
                }));
            }
            for (Future<?> each : parts) {
                each.get();
            }
        }
    }

    /** The work of one thread. */
    private interface Part {
        void run(int thread) throws Exception;
    }
}
