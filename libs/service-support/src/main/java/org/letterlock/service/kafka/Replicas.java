package org.letterlock.service.kafka;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.replica.ReplicaState;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.letterlock.service.web.Rollout;
import org.letterlock.service.web.Rollouts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every replica of every service, and how far each has taken in the configuration. This replica tells of itself with each
 * change that it has taken in, and every two seconds; it hears itself too, and so knows whether it is in touch. Safe for use by
 * any thread.
 */
public final class Replicas implements Rollouts {
    /** Nobody waits for a replica that has been silent for so long: it is gone, or about to be replaced. */
    public static final Duration GONE_AFTER = Duration.ofSeconds(10);

    /** After so long without hearing itself, a replica raises the alarm that it may miss changes (SVC-16). */
    static final Duration CUT_OFF_AFTER = Duration.ofSeconds(10);

    /** A replica that does not even hear itself for so long serves nobody (CFG-5). */
    static final Duration OUT_OF_TOUCH_AFTER = Duration.ofSeconds(30);

    static final Duration SIGN_OF_LIFE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    private static final long BROKER_PATIENCE_MILLIS = 1000;

    private final KafkaTopicPublisher publisher;
    private final RecordSealer sealer;
    private final String component;
    private final InstantSource clock;
    private final Consumer<Boolean> serves;
    private final UUID self = UUID.randomUUID();
    private final Instant startedAt;
    private final ReplicaPeers peers;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition heard = lock.newCondition();
    private final Map<UUID, Known> known = new HashMap<>(); // guarded by lock, as the next ones
    private final Map<String, Long> applied = new HashMap<>();
    private boolean news;
    private Instant toldAt = Instant.MIN;
    private Instant heardSelfAt = Instant.MIN;
    private boolean cutOff;
    private boolean outOfTouch;
    private boolean running;

    /** A replica, and when it was last heard of. */
    public record Known(ReplicaState state, Instant heardAt) {}

    /** @param serves is told when this replica comes out of touch, and when it is back */
    Replicas(
            KafkaTopicPublisher publisher,
            RecordSealer sealer,
            String component,
            InstantSource clock,
            Consumer<Boolean> serves) {
        this.publisher = publisher;
        this.sealer = sealer;
        this.component = component;
        this.clock = clock;
        this.serves = serves;
        startedAt = clock.instant();
        peers = new ReplicaPeers(self, component, clock);
    }

    /** The other replicas of this component, with which this one shares its limits. */
    public ReplicaPeers peers() {
        return peers;
    }

    /** Those that were heard of within the last ten minutes and have not left. */
    public Collection<Known> known() {
        lock.lock();
        try {
            return List.copyOf(known.values());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Rollout await(long version, Set<String> topics, Duration patience) {
        long left = patience.toNanos();
        lock.lock();
        try {
            Rollout rollout = progress(version, topics, clock.instant());
            while (!rollout.isComplete() && left > 0) {
                left = heard.awaitNanos(left);
                rollout = progress(version, topics, clock.instant());
            }
            return rollout;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return progress(version, topics, clock.instant());
        } finally {
            lock.unlock();
        }
    }

    /**
     * How far a change has come that has published to these topics.
     *
     * @param committedAt when it was made; who has started well after that has found it there
     */
    public Rollout progress(long version, Set<String> topics, Instant committedAt) {
        lock.lock();
        try {
            Instant gone = clock.instant().minus(GONE_AFTER);
            Instant foundByThen = committedAt.plus(GONE_AFTER);
            int done = 0;
            List<Rollout.Replica> pending = new ArrayList<>();
            for (Known replica : known.values()) {
                if (replica.heardAt().isBefore(gone)) {
                    continue;
                }
                ReplicaState state = replica.state();
                boolean waits = !state.startedAt().isAfter(foundByThen)
                        && topics.stream().anyMatch(topic -> state.applied().getOrDefault(topic, version) < version);
                if (waits) {
                    pending.add(new Rollout.Replica(state.component(), state.replica()));
                } else {
                    done++;
                }
            }
            return new Rollout(version, done, pending);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Makes sure that the broker takes records now, so that a change that is about to be stored can be rolled out.
     *
     * @throws ProblemException {@code 503 roll-out-unavailable} where it does not within a second (CFG-4)
     */
    void requireBroker() {
        CompletionStage<Void> told;
        lock.lock();
        try {
            if (!running) {
                return; // at the start of the service; the broker is waited for there
            }
            told = tell(false);
        } finally {
            lock.unlock();
        }
        try {
            told.toCompletableFuture()
                    .orTimeout(BROKER_PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.warn("a change is not stored, as it could not be rolled out: {}", String.valueOf(e.getCause()));
            throw new ProblemException(
                    ProblemType.ROLL_OUT_UNAVAILABLE, "The change cannot reach the services now; nothing is stored.");
        }
    }

    /** The views are loaded to the ends of these topics. */
    void loaded(Set<String> topics) {
        lock.lock();
        try {
            topics.forEach(topic -> applied.putIfAbsent(topic, 0L));
            heardSelfAt = clock.instant();
            running = true;
            tellLogged(false);
        } finally {
            lock.unlock();
        }
    }

    /** A change has taken effect here; 0 for one without a version. */
    void tookIn(String topic, long version) {
        lock.lock();
        try {
            if (applied.merge(topic, version, Math::max) == version && version > 0) {
                news = true;
            }
        } finally {
            lock.unlock();
        }
    }

    /** All that came with one poll has been taken in. */
    void polled() {
        lock.lock();
        try {
            Instant now = clock.instant();
            news |= peers.refresh();
            if (news || !now.isBefore(toldAt.plus(SIGN_OF_LIFE))) {
                tellLogged(false);
            }
            checkTouch(now);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Looks whether this replica is in touch, on another thread than the one that takes in: one that hangs says nothing itself
     * (CFG-5).
     */
    void watch() {
        lock.lock();
        try {
            if (running) {
                checkTouch(clock.instant());
            }
        } finally {
            lock.unlock();
        }
    }

    private void checkTouch(Instant now) {
        boolean isCutOff = now.isAfter(heardSelfAt.plus(CUT_OFF_AFTER));
        if (isCutOff && !cutOff) {
            LOG.error("{} hears of no change of the configuration; what it knows stays in force (SVC-16)", component);
        } else if (cutOff && !isCutOff) {
            LOG.warn("{} hears of changes of the configuration again", component);
        }
        cutOff = isCutOff;
        boolean isOut = now.isAfter(heardSelfAt.plus(OUT_OF_TOUCH_AFTER));
        if (isOut != outOfTouch) {
            outOfTouch = isOut;
            LOG.warn("{} {}", component, isOut ? "is out of touch with the broker" : "is back in touch");
            serves.accept(!isOut);
        }
    }

    /** Takes in what a replica, maybe this one, says of itself. */
    void heard(ConsumerRecord<String, byte[]> record) {
        ReplicaState state;
        try {
            state = sealer.open(Topics.REPLICA_STATES, record.key(), record.value(), "");
        } catch (RuntimeException e) { // the edge of the consumer: of another installation, or of another release
            LOG.debug("the state at {}@{} cannot be read", record.topic(), record.offset(), e);
            return;
        }
        lock.lock();
        try {
            Instant now = clock.instant();
            Instant at = Instant.ofEpochMilli(record.timestamp());
            if (running || at.isAfter(now.minus(GONE_AFTER))) { // the topic tells of those too that are long gone
                news |= peers.heard(state, at);
            }
            if (state.leaving()) {
                known.remove(state.replica());
            } else {
                known.put(state.replica(), new Known(state, at.isAfter(now) ? now : at));
            }
            if (state.replica().equals(self)) {
                heardSelfAt = now;
            }
            known.values().removeIf(other -> other.heardAt().isBefore(now.minus(FORGOTTEN_AFTER)));
            heard.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody need wait for this replica any more. */
    void leave() {
        lock.lock();
        try {
            running = false;
            tellLogged(true);
        } finally {
            lock.unlock();
        }
    }

    private void tellLogged(boolean leaving) {
        tell(leaving).whenComplete((_, failure) -> {
            if (failure != null) {
                LOG.debug("the state of {} could not be told", component, failure);
            }
        });
    }

    // Under the lock, so that what is told later is newer.
    private CompletionStage<Void> tell(boolean leaving) {
        news = false;
        toldAt = clock.instant();
        ReplicaState state =
                new ReplicaState(self, component, startedAt, applied, leaving, peers.counted(), peers.excess());
        known.put(self, new Known(state, toldAt));
        heard.signalAll();
        return publisher.publish(Topics.REPLICA_STATES, self.toString(), state);
    }
}
