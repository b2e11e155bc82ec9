package org.letterlock.egress.queue;

import java.time.Instant;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/** What an attempt changes in an entry. */
public sealed interface EntryUpdate {
    /** Which entry. */
    QueueEntry entry();

    /** What the attempt came to. */
    EnhancedStatusCode status();

    /** What the other server said, escaped, or what went wrong here. */
    String reply();

    /** The other server has it. */
    record Relayed(QueueEntry entry, EnhancedStatusCode status, String reply) implements EntryUpdate {}

    /** It is given up. */
    record Failed(QueueEntry entry, EnhancedStatusCode status, String reply) implements EntryUpdate {}

    /** It is tried again. */
    record Deferred(
            QueueEntry entry,
            EnhancedStatusCode status,
            String reply,
            Instant nextAttemptAt,
            boolean avoidTls,
            boolean warned)
            implements EntryUpdate {}
}
