package org.letterlock.admin.system;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.admin.system.ConfigChanges.Change;
import org.letterlock.contracts.replica.ReplicaState;
import org.letterlock.service.kafka.Replicas.Known;

/**
 * How far each replica is (CFG-5).
 *
 * @param configVersion that the configuration has
 */
record ConfigState(long configVersion, List<ReplicaView> replicas) {
    /** Behind for longer than this, a replica is worth an alert. */
    static final Duration ALERT_AFTER = Duration.ofSeconds(5);

    /**
     * A replica.
     *
     * @param version up to which it has taken in all that concerns it
     * @param behindSeconds how long it has owed what follows; 0 where it owes nothing
     * @param silentSeconds since it was last heard of
     */
    record ReplicaView(
            UUID replica, String component, Instant startedAt, long version, long behindSeconds, long silentSeconds) {
        /** Whether it does not keep up, or nobody can say so. */
        boolean isLate() {
            return behindSeconds >= ALERT_AFTER.toSeconds() || silentSeconds >= ALERT_AFTER.toSeconds();
        }
    }

    static ConfigState of(long version, List<Change> newest, Collection<Known> known, Instant now) {
        return new ConfigState(
                version,
                known.stream()
                        .map(replica -> view(version, newest, replica, now))
                        .sorted(Comparator.comparing(ReplicaView::component).thenComparing(ReplicaView::replica))
                        .toList());
    }

    private static ReplicaView view(long version, List<Change> newest, Known known, Instant now) {
        ReplicaState state = known.state();
        Optional<Change> owed =
                newest.stream().filter(change -> owes(state, change)).findFirst();
        return new ReplicaView(
                state.replica(),
                state.component(),
                state.startedAt(),
                owed.map(change -> change.version() - 1).orElse(version),
                owed.map(change -> seconds(change.at(), now)).orElse(0L),
                seconds(known.heardAt(), now));
    }

    // What was there when it started, it has loaded.
    private static boolean owes(ReplicaState state, Change change) {
        return change.at().isAfter(state.startedAt())
                && change.topics().stream()
                        .anyMatch(topic -> state.applied().getOrDefault(topic, Long.MAX_VALUE) < change.version());
    }

    private static long seconds(Instant from, Instant to) {
        return Math.max(0, Duration.between(from, to).toSeconds());
    }
}
