package org.letterlock.egress.queue;

import java.util.UUID;

/** In whose name entries are taken out of the queue: one for each running instance of the service. */
public record Lease(UUID replica) {}
