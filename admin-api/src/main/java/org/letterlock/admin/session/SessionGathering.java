package org.letterlock.admin.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionReport;
import org.letterlock.service.kafka.Consumers;
import org.letterlock.service.kafka.PublishFailedException;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.service.session.SessionDesk;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * Asks all replicas that hold sessions and waits for their answers. It is done when every replica that said a short while ago
 * that it is there has answered, and gives up on those that have not after {@link #PATIENCE}. Safe for use by any thread.
 */
final class SessionGathering {
    /** Within it a session is found and ended, and 2 s are what that may take (SESS-2). */
    private static final Duration PATIENCE = Duration.ofMillis(900);

    private static final Duration HEARD_OF = SessionDesk.BEAT.multipliedBy(3);

    private final TopicPublisher publisher;
    private final InstantSource clock;
    private final Instant listeningSince;
    private final Map<UUID, Instant> present = new ConcurrentHashMap<>();
    private final Map<UUID, Answers> waiting = new ConcurrentHashMap<>();

    /**
     * What was answered.
     *
     * @param silent replicas that are there and have not answered
     */
    record Gathered(List<LiveSession> sessions, Set<UUID> silent) {}

    SessionGathering(Consumers consumers, TopicPublisher publisher, InstantSource clock) {
        this.publisher = publisher;
        this.clock = clock;
        this.listeningSince = clock.instant();
        consumers.listen(Topics.SESSION_REPORTS, records -> records.forEach(record -> hear(record.value())));
    }

    /** Asks, and waits for the answers; sessions that several replicas know come once. */
    Gathered ask(SessionCommand command) {
        Answers answers = new Answers();
        waiting.put(command.request(), answers);
        try {
            publisher
                    .publish(Topics.SESSION_COMMANDS, command.request().toString(), command)
                    .toCompletableFuture()
                    .join();
            return answers.await();
        } catch (CompletionException e) {
            if (e.getCause() instanceof PublishFailedException) {
                throw new ProblemException(
                        ProblemType.SERVICE_UNAVAILABLE, "The replicas cannot be asked now; try again.");
            }
            throw e;
        } finally {
            waiting.remove(command.request());
        }
    }

    private void hear(SessionReport report) {
        switch (report) {
            case SessionReport.Present(UUID replica, String _, boolean leaving) -> {
                if (leaving) {
                    present.remove(replica);
                } else {
                    present.put(replica, clock.instant());
                }
                waiting.values().forEach(Answers::look);
            }
            case SessionReport.Sessions sessions -> {
                Answers answers = waiting.get(sessions.request());
                if (answers != null) {
                    answers.add(sessions);
                }
            }
        }
    }

    // Nobody can be missed only once there was time for everybody to say that he is there.
    private boolean knowsAll() {
        return clock.instant().isAfter(listeningSince.plus(SessionDesk.BEAT.multipliedBy(2)));
    }

    private Set<UUID> expected() {
        Instant since = clock.instant().minus(HEARD_OF);
        present.values().removeIf(heard -> heard.isBefore(since));
        return Set.copyOf(present.keySet());
    }

    /** The answers to one question. */
    private final class Answers {
        private final ReentrantLock lock = new ReentrantLock();
        private final Condition changed = lock.newCondition();
        private final Map<UUID, LiveSession> sessions = new LinkedHashMap<>(); // guarded by lock, as is the next
        private final Set<UUID> done = new HashSet<>();

        void add(SessionReport.Sessions part) {
            lock.lock();
            try {
                part.sessions().forEach(session -> sessions.put(session.id(), session));
                if (part.last()) {
                    done.add(part.replica());
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        void look() {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        Gathered await() {
            long left = PATIENCE.toNanos();
            lock.lock();
            try {
                while (left > 0 && !(knowsAll() && done.containsAll(expected()))) {
                    left = changed.awaitNanos(left);
                }
                Set<UUID> silent = new HashSet<>(expected());
                silent.removeAll(done);
                return new Gathered(List.copyOf(sessions.values()), Set.copyOf(silent));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ProblemException(ProblemType.SERVICE_UNAVAILABLE, "The service stops.");
            } finally {
                lock.unlock();
            }
        }
    }
}
