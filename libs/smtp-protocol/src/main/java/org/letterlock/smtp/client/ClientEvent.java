package org.letterlock.smtp.client;

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
