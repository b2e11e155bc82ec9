package org.letterlock.service.web;

import java.time.Duration;
import java.util.Set;

/** Knows how far changes of the configuration have come. */
@FunctionalInterface
public interface Rollouts {
    /** Waits until every replica has taken in what a change has published to these topics, but not longer than that. */
    Rollout await(long version, Set<String> topics, Duration patience);
}
