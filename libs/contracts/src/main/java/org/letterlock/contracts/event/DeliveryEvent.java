package org.letterlock.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.QueueId;

/**
 * What became of one recipient of a message.
 *
 * @param reply what the other server said, escaped; null for a local delivery
 */
public record DeliveryEvent(
        QueueId queueId,
        Destination destination,
        Outcome outcome,
        @Nullable String reply,
        Instant at) {
    /** Every accepted recipient ends as delivered, relayed, bounced or held. */
    public enum Outcome {
        /** In a mailbox of this installation. */
        DELIVERED,
        /** Taken over by another server. */
        RELAYED,
        /** Will be tried again. */
        DELAYED,
        /** Given up; the sender was told where the rules allow it. */
        BOUNCED,
        /** Kept for an administrator to decide. */
        HELD
    }
}
