package org.letterlock.smtp.client;

import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.reply.PeerReply;

/** What happens to a delivery. */
public sealed interface ClientEvent {

    /**
     * A whole reply has arrived.
     *
     * @param isFollowed whether octets behind it have arrived already
     */
    record ReplyReceived(PeerReply reply, boolean isFollowed) implements ClientEvent {}

    /** What arrived is no reply, or too long for one. */
    record ReplyMalformed() implements ClientEvent {}

    /** The handshake is done. */
    record TlsEstablished() implements ClientEvent {}

    /** The handshake failed. */
    record TlsFailed() implements ClientEvent {}

    /** The handshake failed, for the certificate is not one of the server that was to be spoken to. */
    record CertificateRefused() implements ClientEvent {}

    /**
     * A mechanism was chosen.
     *
     * @param mechanism in upper case
     * @param initialResponse null where the server speaks first
     */
    record LoginBegun(String mechanism, @Nullable SaslMessage initialResponse, Success success)
            implements ClientEvent {}

    /** The answer to a challenge. */
    record LoginContinued(SaslMessage response, Success success) implements ClientEvent {}

    /** There is no mechanism that the server offers and that may be used on this connection (POL-7). */
    record LoginImpossible() implements ClientEvent {}

    /** The challenge cannot be answered, or the server is not the one that knows the password. */
    record LoginAbandoned() implements ClientEvent {}

    /** Whether the exchange is far enough for a success of the server to be believed. */
    enum Success {
        BELIEVED,
        /** The server has to prove first that it knows the password. */
        TOO_EARLY
    }

    /** Everything up to the final dot is handed to the network. */
    record ContentSent() implements ClientEvent {}

    /** The content cannot be read now. */
    record ContentUnreadable() implements ClientEvent {}

    /** The content breaks the rules of the protocol, or its seal is broken: it never can be sent. */
    record ContentUnsendable() implements ClientEvent {}

    /** The state's patience is over. */
    record TimedOut() implements ClientEvent {}

    /** The connection is gone. */
    record ConnectionLost() implements ClientEvent {}
}
