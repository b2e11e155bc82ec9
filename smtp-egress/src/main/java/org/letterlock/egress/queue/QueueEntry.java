package org.letterlock.egress.queue;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * One remote recipient of a queued message.
 *
 * @param number which recipient of its message
 * @param attempts that have failed so far
 * @param avoidTls whether the next attempt is in clear, since the last handshake failed (QUEUE-12)
 * @param warned whether the sender was told of the delay
 * @param lastStatus enhanced status code of the last attempt; null before the first
 * @param lastReply what the other server said then, escaped; null before the first
 */
public record QueueEntry(
        QueueId queueId,
        int number,
        Recipient recipient,
        EntryState state,
        int attempts,
        Instant nextAttemptAt,
        boolean avoidTls,
        boolean warned,
        @Nullable String lastStatus,
        @Nullable String lastReply) {

    /** Where it goes. */
    public AddrSpec address() {
        return switch (recipient.destination()) {
            case Destination.Remote(AddrSpec address) -> address;
            case Destination.LocalMailbox _ -> throw new IllegalStateException("a local recipient in the queue");
        };
    }
}
