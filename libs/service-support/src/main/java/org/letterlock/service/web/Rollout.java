package org.letterlock.service.web;

import java.util.List;
import java.util.UUID;

/**
 * How far a change of the configuration has come (CFG-3).
 *
 * @param version of the configuration
 * @param applied how many replicas have taken it in
 * @param pending those that have not yet
 */
public record Rollout(long version, int applied, List<Replica> pending) {
    public Rollout {
        pending = List.copyOf(pending);
    }

    /** A replica that a change has yet to reach. */
    public record Replica(String component, UUID replica) {}

    /** Whether it is in force everywhere. */
    public boolean isComplete() {
        return pending.isEmpty();
    }
}
