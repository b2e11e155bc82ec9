package org.letterlock.contracts.replica;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Sign of life of one replica of a component, sent every second and with each setting that it takes in.
 *
 * @param component such as {@code smtp-ingress}
 * @param applied for each compacted topic that it follows, the version of the newest record that it has taken in (CFG-3)
 * @param services the state of each service that it carries, by service id; empty for other components
 */
public record ReplicaState(
        UUID replica,
        String component,
        Instant startedAt,
        Instant at,
        Map<String, Long> applied,
        Map<String, ServiceState> services) {
    public ReplicaState {
        applied = Map.copyOf(applied);
        services = Map.copyOf(services);
    }

    /**
     * A service on this replica (SVC-1).
     *
     * @param fault why it is not open although it should be; empty where all is well
     */
    public record ServiceState(Run run, int connections, String fault) {
        /** Whether its port is open. */
        public enum Run {
            OPEN,
            CLOSED,
            FAILED
        }
    }
}
