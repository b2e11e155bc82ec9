package org.letterlock.egress.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.smtp.DeliveryPolicy;
import org.letterlock.egress.queue.Lease;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.queue.QueueSignal;
import org.letterlock.egress.queue.QueueStore;
import org.letterlock.egress.route.RouteStore;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.StartPhase;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.letterlock.service.sealing.ContentOpener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.TransactionException;

/**
 * Takes due entries out of the queue and has them delivered, each group of one message and one domain on a virtual thread of
 * its own. Woken by new mail and by finished work; looks by itself at every poll.
 */
final class Dispatcher implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final Duration RENEWAL = Duration.ofSeconds(15);
    private static final Duration TIDYING = Duration.ofHours(1);
    private static final Duration STOP = Duration.ofSeconds(4);
    private static final int CLAIM_FACTOR = 4; // entries for each free slot: several of one group share a slot

    private final QueueStore store;
    private final Duration poll;
    private final Supplier<DeliveryPolicy> policy;
    private final QueueSignal signal;
    private final RouteStore routes;
    private final DeliveryAttempt attempt;
    private final Settlement settlement;
    private final ContentOpener opener;
    private final Lease lease;
    private final InstantSource clock;
    private final DomainSlots slots;
    private final Set<QueueEntry> delivering = ConcurrentHashMap.newKeySet();
    private final Set<Thread> deliveries = ConcurrentHashMap.newKeySet();
    private Instant renewedAt = Instant.MIN; // owned by the dispatching thread, as the next two
    private Instant tidiedAt = Instant.MIN;
    private boolean inTrouble;
    private volatile boolean stopping;
    private @Nullable Thread thread; // guarded by this

    /** @param poll how long it waits at most when nothing wakes it */
    Dispatcher(
            QueueStore store,
            Duration poll,
            Supplier<DeliveryPolicy> policy,
            QueueSignal signal,
            RouteStore routes,
            DeliveryAttempt attempt,
            Settlement settlement,
            ContentOpener opener,
            Lease lease,
            InstantSource clock) {
        this.store = store;
        this.poll = poll;
        this.policy = policy;
        this.signal = signal;
        this.routes = routes;
        this.attempt = attempt;
        this.settlement = settlement;
        this.opener = opener;
        this.lease = lease;
        this.clock = clock;
        slots = new DomainSlots(
                () -> policy.get().parallelDeliveries(), () -> policy.get().parallelPerDomain());
    }

    @Override
    public synchronized void start() {
        stopping = false;
        thread = Thread.ofPlatform().daemon().name("smtp-egress-dispatcher").start(this::run);
    }

    @Override
    public synchronized void stop() {
        Thread running = thread;
        if (running == null) {
            return;
        }
        stopping = true;
        signal.wakeUp();
        try {
            running.join(STOP);
            Instant deadline = clock.instant().plus(STOP);
            for (Thread delivery : deliveries) {
                Duration left = Duration.between(clock.instant(), deadline);
                if (left.isPositive()) {
                    delivery.join(left);
                }
            }
            store.retire(lease);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) { // the edge: the lease runs out by itself
            LOG.warn("the queue could not be told of the stop: {}", e.toString());
        }
        thread = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartPhase.WORK;
    }

    private void run() {
        while (!stopping) {
            try {
                keepLease();
                if (dispatch() == 0) {
                    signal.await(poll);
                }
                inTrouble = false;
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) { // the edge of the job; it tries again at the next poll
                if (!inTrouble) {
                    LOG.warn("the queue cannot be worked on now", e);
                }
                inTrouble = true;
                pause();
            }
        }
    }

    private void pause() {
        try {
            signal.await(poll);
        } catch (InterruptedException e) {
            stopping = true;
        }
    }

    private void keepLease() {
        Instant now = clock.instant();
        if (!now.isBefore(addTo(renewedAt, RENEWAL))) {
            store.renew(lease, List.copyOf(delivering), now);
            renewedAt = now;
        }
        if (!now.isBefore(addTo(tidiedAt, TIDYING))) {
            store.tidy(now);
            tidiedAt = now;
        }
    }

    private static Instant addTo(Instant last, Duration interval) {
        return last.equals(Instant.MIN) ? last : last.plus(interval);
    }

    /** Starts what may run now; returns how many deliveries. */
    private int dispatch() {
        int free = slots.free();
        if (free == 0) {
            return 0;
        }
        List<QueueEntry> claimed = store.claim(lease, free * CLAIM_FACTOR, slots.busy(), clock.instant());
        List<QueueEntry> tooMany = new ArrayList<>();
        int started = 0;
        for (List<QueueEntry> group : groups(claimed)) {
            Domain domain = group.getFirst().address().domain();
            if (slots.tryEnter(domain)) {
                started++;
                Thread delivery = Thread.ofVirtual()
                        .name("delivery-" + group.getFirst().queueId())
                        .unstarted(() -> work(group, domain));
                deliveries.add(delivery);
                delivering.addAll(group);
                delivery.start();
            } else {
                tooMany.addAll(group);
            }
        }
        store.giveBack(lease, tooMany);
        return started;
    }

    private List<List<QueueEntry>> groups(List<QueueEntry> entries) {
        record Key(QueueId queueId, Domain domain, boolean avoidTls) {}
        Map<Key, List<QueueEntry>> groups = new LinkedHashMap<>();
        for (QueueEntry entry : entries) {
            Key key = new Key(entry.queueId(), entry.address().domain(), entry.avoidTls());
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(entry);
        }
        List<List<QueueEntry>> cut = new ArrayList<>();
        int most = policy.get().recipientsPerTransaction();
        for (List<QueueEntry> group : groups.values()) {
            for (int from = 0; from < group.size(); from += most) {
                cut.add(List.copyOf(group.subList(from, Math.min(group.size(), from + most))));
            }
        }
        return cut;
    }

    private void work(List<QueueEntry> entries, Domain domain) {
        QueueId queueId = entries.getFirst().queueId();
        try {
            Optional<AcceptedMessage> message = store.find(queueId);
            if (message.isPresent()) {
                deliver(message.get(), entries);
            } else {
                store.giveBack(lease, entries); // finished meanwhile
            }
        } catch (RuntimeException e) { // the edge of the delivery; what it has taken is let go at the next renewal
            if (stopping || e instanceof TransactionException || Failures.categoryOf(e) == FailureCategory.RESOURCE) {
                LOG.warn("the delivery of {} is broken off: {}", queueId, e.toString());
            } else {
                LOG.error("the delivery of {} is broken off, its recipients are held", queueId, e);
                hold(entries);
            }
        } finally {
            slots.leave(domain);
            delivering.removeAll(entries);
            deliveries.remove(Thread.currentThread());
            signal.wakeUp();
        }
    }

    private void hold(List<QueueEntry> entries) {
        try {
            settlement.hold(entries);
        } catch (RuntimeException e) { // the edge of the delivery; the next attempt ends here again
            LOG.warn("the recipients could not be held: {}", e.toString());
        }
    }

    private void deliver(AcceptedMessage message, List<QueueEntry> entries) {
        ContentSource source = () -> opener.open(message.content(), opener.unwrap(message.content()));
        List<AttemptResult> results =
                attempt.run(message, entries, routes.read().routes(), source);
        settlement.settle(message, results);
    }
}
