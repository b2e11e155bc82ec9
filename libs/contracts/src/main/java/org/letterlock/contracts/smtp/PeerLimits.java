package org.letterlock.contracts.smtp;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * What one client may do at port 25 without a login, an IPv6 /64 being one client; over all replicas (LIMIT-1).
 *
 * @param messagesPerHour 0 to 100 000; 0 for no limit (LIMIT-2)
 * @param unknownRecipientsPerHour 0 to 1000, beyond which the client is blocked; 0 for no limit (LIMIT-4)
 * @param requireSenderDomain whether mail must be able to go to the sender's domain (LIMIT-5); since version 3 of the limits,
 *     before that false
 * @param requirePtr whether the client's address must have a name (LIMIT-5); likewise
 * @param exemptGroup clients that nothing of this concerns; null for none
 */
public record PeerLimits(
        int messagesPerHour,
        int unknownRecipientsPerHour,
        boolean requireSenderDomain,
        boolean requirePtr,
        @Nullable IpGroupId exemptGroup) {
    /** What holds until somebody changes it. */
    public static final PeerLimits DEFAULT = new PeerLimits(500, 10, true, false, null);
}
