package org.letterlock.contracts.replica;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Sign of life of one replica of a component, sent every two seconds and with each change of the configuration that it has
 * taken in (CFG-2).
 *
 * @param replica id of the process, another one after each start
 * @param component such as {@code smtp-ingress}
 * @param applied for each compacted topic that it follows, the highest version of the configuration that it has taken in from
 *     there; 0 where none is known
 * @param leaving whether it stops and nobody need wait for it
 */
public record ReplicaState(
        UUID replica, String component, Instant startedAt, Map<String, Long> applied, boolean leaving) {
    public ReplicaState {
        applied = Map.copyOf(applied);
    }
}
