package org.letterlock.egress.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.DeliveryEvent;
import org.letterlock.contracts.event.DeliveryEvent.Outcome;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.delivery.Settlement;
import org.letterlock.egress.delivery.Settlement.Bounce;
import org.letterlock.egress.queue.Lease;
import org.letterlock.egress.queue.Listed;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.queue.QueueInspection;
import org.letterlock.egress.queue.QueueSignal;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;
import org.springframework.transaction.support.TransactionOperations;

/** What administrators do to the queue, each with its event (QUEUE-3). */
final class QueueActions {
    private static final String SERVICE = "smtp-egress";

    private final QueueInspection queue;
    private final QueueStore store;
    private final Settlement settlement;
    private final TransactionOperations transaction;
    private final Outbox outbox;
    private final QueueSignal signal;
    private final InstantSource clock;

    QueueActions(
            QueueInspection queue,
            QueueStore store,
            Settlement settlement,
            TransactionOperations transaction,
            Outbox outbox,
            QueueSignal signal,
            InstantSource clock) {
        this.queue = queue;
        this.store = store;
        this.settlement = settlement;
        this.transaction = transaction;
        this.outbox = outbox;
        this.signal = signal;
        this.clock = clock;
    }

    void retry(Principal caller, QueueId id) {
        transaction.executeWithoutResult(_ -> {
            queue.retry(id, clock.instant());
            tell(caller, "queue.retried", id.toString());
        });
        signal.wakeUp();
    }

    void retryAll(Principal caller) {
        transaction.executeWithoutResult(_ -> {
            queue.retryAll(clock.instant());
            tell(caller, "queue.run", "*");
        });
        signal.wakeUp();
    }

    void hold(Principal caller, QueueId id) {
        transaction.executeWithoutResult(_ -> {
            for (QueueEntry entry : queue.hold(id)) {
                outbox.add(
                        Topics.DELIVERY_EVENTS,
                        id.toString(),
                        new DeliveryEvent(id, entry.recipient().destination(), Outcome.HELD, null, clock.instant()));
            }
            tell(caller, "queue.held", id.toString());
        });
    }

    void release(Principal caller, QueueId id) {
        transaction.executeWithoutResult(_ -> {
            queue.release(id, clock.instant());
            tell(caller, "queue.released", id.toString());
        });
        signal.wakeUp();
    }

    /** Does one action of several; false where the message is being delivered just now. */
    boolean act(Principal caller, Listed message, Action action, Bounce bounce) {
        switch (action) {
            case RETRY -> retry(caller, message.queueId());
            case HOLD -> hold(caller, message.queueId());
            case RELEASE -> release(caller, message.queueId());
            case DELETE -> {
                return delete(caller, message, bounce);
            }
        }
        return true;
    }

    /** What can be done to many messages at once. */
    enum Action {
        RETRY,
        HOLD,
        RELEASE,
        DELETE
    }

    /** Gives a message up; false where it is being delivered just now. */
    boolean delete(Principal caller, Listed listed, Bounce bounce) {
        return switch (listed) {
            case Listed.Damaged damaged -> Boolean.TRUE.equals(transaction.execute(_ -> drop(caller, damaged)));
            case Listed.Opened opened -> delete(caller, opened.queueId(), bounce);
        };
    }

    private boolean drop(Principal caller, Listed.Damaged damaged) {
        boolean dropped = store.drop(damaged.queueId(), clock.instant());
        if (dropped) {
            tell(caller, "queue.deleted", damaged.queueId().toString());
        }
        return dropped;
    }

    // With its content, which lists leave out: a report may return it.
    private boolean delete(Principal caller, QueueId queueId, Bounce bounce) {
        Lease lease = new Lease(UUID.randomUUID());
        Optional<AcceptedMessage> message = store.find(queueId);
        Optional<List<QueueEntry>> entries = queue.seize(lease, queueId, clock.instant());
        if (message.isEmpty() || entries.isEmpty()) {
            return false;
        }
        settlement.delete(
                lease, message.get(), entries.get(), bounce, () -> tell(caller, "queue.deleted", queueId.toString()));
        return true;
    }

    private void tell(Principal caller, String event, String id) {
        outbox.add(
                Topics.SECURITY_EVENTS,
                id,
                new SecurityEvent(
                        event,
                        clock.instant(),
                        SERVICE,
                        caller.clientAddress(),
                        Map.of("queueId", id, "target", "/queue/" + id, "actor", caller.login())));
    }
}
