package org.letterlock.egress.report;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/**
 * What a report says of one recipient.
 *
 * @param diagnostic the other server's reply, escaped, or what went wrong here
 * @param remoteHost the server that said so; null where none did
 * @param retryUntil when it is given up; null where it is already, or is done
 */
public record ReportedRecipient(
        QueueEntry entry,
        EnhancedStatusCode status,
        String diagnostic,
        @Nullable String remoteHost,
        Instant lastAttempt,
        @Nullable Instant retryUntil) {}
