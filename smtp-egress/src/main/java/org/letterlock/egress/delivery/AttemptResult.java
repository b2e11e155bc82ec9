package org.letterlock.egress.delivery;

import org.jspecify.annotations.Nullable;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.netty.tls.TlsSession;
import org.letterlock.smtp.client.RecipientOutcome.DsnSupport;
import org.letterlock.smtp.reply.EnhancedStatusCode;

/**
 * What an attempt came to for one entry.
 *
 * @param status of the outcome, the peer's where it gave one
 * @param reply what the peer said, escaped, or what went wrong here
 * @param remoteHost which server was spoken to last; null where none was
 * @param tls null for a connection in clear
 */
record AttemptResult(
        QueueEntry entry,
        Verdict verdict,
        EnhancedStatusCode status,
        String reply,
        @Nullable String remoteHost,
        @Nullable TlsSession tls) {

    /** What happens next. */
    sealed interface Verdict {
        /** The other server has it. */
        record Relayed(DsnSupport dsnSupport) implements Verdict {}

        /** Another attempt, later. */
        record Deferred(Handshake handshake) implements Verdict {}

        /** No further attempt. */
        record Refused() implements Verdict {}
    }

    /** Whether TLS was what failed. */
    enum Handshake {
        /** The next attempt is in clear (QUEUE-12). */
        FAILED,
        /** The route demands TLS that was not to be had: there is no attempt in clear, ever (QUEUE-11). */
        DEMANDED,
        NO_MATTER
    }
}
