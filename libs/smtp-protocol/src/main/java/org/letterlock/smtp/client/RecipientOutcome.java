package org.letterlock.smtp.client;

import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.reply.EnhancedStatusCode;
import org.letterlock.smtp.reply.PeerReply;

/** What became of one recipient. */
public sealed interface RecipientOutcome {

    /** The other server has taken the message over. */
    record Accepted(PeerReply reply, DsnSupport dsnSupport) implements RecipientOutcome {}

    /**
     * Not now; the same host may take it later.
     *
     * @param reply null where it was not the other server that said so
     */
    record TransientFailure(
            EnhancedStatusCode status, @Nullable PeerReply reply) implements RecipientOutcome {}

    /**
     * Never.
     *
     * @param reply null where it was not the other server that said so
     */
    record PermanentFailure(
            EnhancedStatusCode status, @Nullable PeerReply reply) implements RecipientOutcome {}

    /**
     * Nothing was decided: the next host of the domain may be tried at once.
     *
     * @param reply null where the other server said nothing
     */
    record ConnectionTrouble(Trouble trouble, @Nullable PeerReply reply) implements RecipientOutcome {}

    /** Who answers for the sender's NOTIFY from here on (RFC 3461 section 5.2.2). */
    enum DsnSupport {
        /** The other server. */
        SUPPORTED,
        /** The suite: the other server knows nothing of it. */
        UNSUPPORTED
    }

    /** What went wrong with a connection. */
    enum Trouble {
        NOT_CONNECTED,
        CONNECTION_LOST,
        TIMED_OUT,
        MALFORMED_REPLY,
        REFUSED_AT_GREETING,
        SERVER_CLOSING,
        TLS_FAILED,
        /** The server offers no TLS, which the delivery needs (QUEUE-11). */
        TLS_NOT_OFFERED,
        /** The certificate names another server, or nobody vouches for it (QUEUE-11). */
        CERTIFICATE_REFUSED,
        /** TLS-6. */
        OCTETS_BEFORE_HANDSHAKE
    }
}
