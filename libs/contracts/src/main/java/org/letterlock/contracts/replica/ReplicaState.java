package org.letterlock.contracts.replica;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Sign of life of one replica of a component, sent every two seconds and with each change of the configuration that it has
 * taken in (CFG-2).
 *
 * @param replica id of the process, another one after each start
 * @param component such as {@code smtp-ingress}
 * @param applied for each compacted topic that it follows, the highest version of the configuration that it has taken in from
 *     there; 0 where none is known
 * @param leaving whether it stops and nobody need wait for it
 * @param peers ask {@link #counted()}; null, as in records of before there was this component, for none
 * @param excess ask {@link #connectionsBeyondShare()}; null, as before there was this component, for none
 */
public record ReplicaState(
        UUID replica,
        String component,
        Instant startedAt,
        Map<String, Long> applied,
        boolean leaving,
        @Nullable Set<UUID> peers,
        @Nullable Map<String, Integer> excess) {
    public ReplicaState {
        applied = Map.copyOf(applied);
        peers = peers == null ? null : Set.copyOf(peers);
        excess = excess == null ? null : Map.copyOf(excess);
    }

    /** One that counts nobody and has nothing beyond its share. */
    public ReplicaState(UUID replica, String component, Instant startedAt, Map<String, Long> applied, boolean leaving) {
        this(replica, component, startedAt, applied, leaving, null, null);
    }

    /** The replicas of its component with which it shares every limit, itself included (CONN-5). */
    public Set<UUID> counted() {
        return peers == null ? Set.of() : peers;
    }

    /** How many connections of each service it has beyond its share of the limit, from before that became smaller. */
    public Map<String, Integer> connectionsBeyondShare() {
        return excess == null ? Map.of() : excess;
    }
}
