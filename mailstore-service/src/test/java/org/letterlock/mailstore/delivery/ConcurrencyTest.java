package org.letterlock.mailstore.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.mailstore.MailstoreFixture.accepted;
import static org.letterlock.mailstore.MailstoreFixture.account;
import static org.letterlock.mailstore.MailstoreFixture.append;
import static org.letterlock.mailstore.MailstoreFixture.bean;
import static org.letterlock.mailstore.MailstoreFixture.create;
import static org.letterlock.mailstore.MailstoreFixture.done;
import static org.letterlock.mailstore.MailstoreFixture.inbox;
import static org.letterlock.mailstore.MailstoreFixture.message;
import static org.letterlock.mailstore.MailstoreFixture.open;
import static org.letterlock.mailstore.MailstoreFixture.store;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore.Detail;
import org.letterlock.contracts.mailbox.MailboxStore.FlagChange;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.service.kafka.ConsumedRecord;

/** Deliverers, flag changes, expunges, copies and moves at once on one mailbox; every count and number must hold. */
@Tag("STORE-4")
@Tag("STORE-5")
@Tag("IMAP-10")
class ConcurrencyTest {
    private static final int ROUNDS = 25;

    private final AccountId anna = account();
    private final FolderId inbox = inbox(anna);
    private final FolderId work = create(anna, "Work").id();

    @Test
    void countsUidsAndModSeqsHoldUnderConcurrentChanges() throws Exception {
        List<Callable<Void>> workers = new ArrayList<>();
        workers.add(repeated(1, this::deliver));
        workers.add(repeated(2, this::deliver));
        workers.add(repeated(3, this::flag));
        workers.add(repeated(4, this::expunge));
        workers.add(repeated(5, random -> transfer(random, inbox, "Work")));
        workers.add(repeated(6, random -> transfer(random, work, "INBOX")));
        workers.add(repeated(7, _ -> append(anna, "INBOX", message("appended", "x"), Flag.DELETED)));
        AtomicBoolean stopped = new AtomicBoolean();
        Follower follower = new Follower(inbox);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> following = threads.submit(() -> follower.followUntil(stopped));
            List<Future<Void>> done = threads.invokeAll(workers);
            stopped.set(true);
            for (Future<Void> worker : done) {
                worker.get();
            }
            following.get();
        }

        check("INBOX", inbox);
        check("Work", work);
        assertThat(follower.known).isEqualTo(states(inbox));
    }

    private void deliver(Random random) {
        AcceptedMessage message = accepted(message("delivered " + random.nextInt(), "y"), anna);
        bean(LocalDelivery.class).handle(List.of(new ConsumedRecord<>("key", message, 0, 0, Instant.EPOCH)));
    }

    private void flag(Random random) {
        Flag flag = List.of(Flag.SEEN, Flag.DELETED, Flag.FLAGGED, new Flag("k" + random.nextInt(5)))
                .get(random.nextInt(4));
        FlagChange change = FlagChange.values()[random.nextInt(3)];
        done(store().changeFlags(anna, random.nextBoolean() ? inbox : work, some(random), change, Set.of(flag)));
    }

    private void expunge(Random random) {
        done(store().expunge(anna, random.nextBoolean() ? inbox : work, some(random)));
    }

    private void transfer(Random random, FolderId from, String to) {
        UidSet one = UidSet.of(new Uid(1 + random.nextInt(60)));
        if (random.nextBoolean()) {
            done(store().copy(anna, from, one, to));
        } else {
            done(store().move(anna, from, one, to));
        }
    }

    private static UidSet some(Random random) {
        return UidSet.between(new Uid(1 + random.nextInt(60)), new Uid(1 + random.nextInt(60)));
    }

    private static Callable<Void> repeated(long seed, Step step) {
        return () -> {
            Random random = new Random(seed);
            for (int i = 0; i < ROUNDS; i++) {
                step.run(random);
            }
            return null;
        };
    }

    private void check(String name, FolderId folder) {
        FolderSnapshot snapshot = open(anna, name);
        FolderStatus status = snapshot.status();
        List<StoredMessage> messages = store().messages(anna, folder, UidSet.all(), Detail.STATE);
        assertThat(snapshot.uids())
                .isEqualTo(UidSet.of(
                        messages.stream().map(message -> message.state().uid()).toList()));
        assertThat(status.messages()).isEqualTo(messages.size());
        assertThat(status.unseen()).isEqualTo(count(messages, Flag.SEEN, false));
        assertThat(status.deleted()).isEqualTo(count(messages, Flag.DELETED, true));
        assertThat(status.size())
                .isEqualTo(messages.stream().mapToLong(StoredMessage::size).sum());
        assertThat(messages).allMatch(message -> message.state().uid().compareTo(status.uidNext()) < 0);
        assertThat(messages).allMatch(message -> message.state().modSeq().compareTo(status.highestModSeq()) <= 0);
    }

    private static long count(List<StoredMessage> messages, Flag flag, boolean present) {
        return messages.stream()
                .filter(message -> message.state().flags().contains(flag) == present)
                .count();
    }

    private Map<Uid, Set<Flag>> states(FolderId folder) {
        Map<Uid, Set<Flag>> states = new HashMap<>();
        store().messages(anna, folder, UidSet.all(), Detail.STATE)
                .forEach(message ->
                        states.put(message.state().uid(), message.state().flags()));
        return states;
    }

    /** A session that knows of the folder only by asking what has changed. */
    private final class Follower {
        private final FolderId folder;
        private final Map<Uid, Set<Flag>> known = new HashMap<>();
        private ModSeq modSeq = new ModSeq(0);

        Follower(FolderId folder) {
            this.folder = folder;
        }

        void followUntil(AtomicBoolean stopped) {
            boolean last;
            do {
                last = stopped.get();
                FolderChanges changes = done(store().changesSince(anna, folder, modSeq));
                for (MessageState state : changes.changed()) {
                    assertThat(state.modSeq()).isGreaterThan(modSeq);
                    known.put(state.uid(), state.flags());
                }
                changes.vanished().uids().forEach(known::remove);
                assertThat(changes.highestModSeq()).isGreaterThanOrEqualTo(modSeq);
                modSeq = changes.highestModSeq();
            } while (!last);
        }
    }

    /** One change. */
    @FunctionalInterface
    private interface Step {
        void run(Random random) throws ExecutionException;
    }
}
