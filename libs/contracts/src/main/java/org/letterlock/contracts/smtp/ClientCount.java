package org.letterlock.contracts.smtp;

import java.time.Instant;
import java.util.UUID;
import org.letterlock.contracts.access.IpAddress;

/**
 * A client of port 25 has done once more what is counted over all replicas (LIMIT-2, LIMIT-4); the topic says what.
 *
 * @param id of the one time, so that it counts once
 * @param replica that has seen it
 * @param client its address
 */
public record ClientCount(UUID id, UUID replica, IpAddress client, Instant at) {}
