package org.letterlock.contracts;

import java.time.Duration;

/**
 * A decision that is asked for: one record on the request topic, one on the reply topic. No reply by the deadline is a
 * temporary failure, never a permission.
 *
 * @param deadline how long the asking side waits; a service drops a request that is older
 */
public record Exchange<Q, A>(String name, Topic<Q> requests, Topic<A> replies, Duration deadline) {}
