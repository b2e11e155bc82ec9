package org.letterlock.egress.route;

import java.time.Instant;
import org.letterlock.contracts.Octets;

/**
 * How the suite logs in at the host of a rule (QUEUE-10).
 *
 * @param password sealed by {@link HostPasswords}, for that host and that user only
 * @param changedAt when the password was set
 */
public record HostLogin(String user, Octets password, Instant changedAt) {}
