package org.letterlock.smtp.session;

import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.framing.DataOutcome;
import org.letterlock.smtp.framing.Line;
import org.letterlock.smtp.reply.SmtpReply;

/** What happens to a session. */
public sealed interface SessionEvent {

    /** The client has sent what the state wanted to read. */
    sealed interface Input extends SessionEvent {}

    /** An answer to an effect. */
    sealed interface Answer extends SessionEvent {}

    /** Something that may happen in every state. */
    sealed interface Interruption extends SessionEvent {}

    /**
     * A line ended, or could not.
     *
     * @param isFollowed whether octets behind the line have arrived already
     */
    record LineReceived(Line line, boolean isFollowed) implements Input {}

    /** The data ended (DATA). */
    record DataEnded(DataOutcome outcome) implements Input {}

    /** The chunk ended (BDAT). */
    record ChunkEnded(DataOutcome outcome) implements Input {}

    /** The handshake is done. */
    record TlsEstablished() implements Answer {}

    /** The SASL exchange goes on with a challenge. */
    record ChallengeIssued(SaslMessage challenge) implements Answer {}

    /**
     * The client is who it says.
     *
     * @param account a name that the driver understands
     * @param additionalData the mechanism's last word to the client; null where it has none
     */
    record LoginGranted(String account, @Nullable SaslMessage additionalData) implements Answer {}

    /** The client is not let in. */
    record LoginRefused(LoginRefusal refusal) implements Answer {}

    /** MAIL is accepted. */
    record SenderAccepted() implements Answer {}

    /** MAIL is refused, for now or for good. */
    record SenderRefused(SmtpReply reply) implements Answer {}

    /** RCPT is accepted. */
    record RecipientAccepted() implements Answer {}

    /** RCPT is refused, for now or for good. */
    record RecipientRefused(RecipientRefusal refusal) implements Answer {}

    /** The content has a place to go. */
    record MessageOpened() implements Answer {}

    /** The message is durable (SMTP-7). */
    record MessageAccepted(String queueId) implements Answer {}

    /** The message is refused: before its data, while it arrives (the header was judged), or at its end. */
    record MessageRefused(SmtpReply reply) implements Answer {}

    /** The client was silent or slow for too long (SMTP-9). */
    record TimedOut() implements Interruption {}

    /** The service stops: the session ends as soon as nothing is under way (SVC-5). */
    record ShutdownRequested() implements Interruption {}

    /** A rule ends the session at once, with a 421 reply. */
    record Terminated(SmtpReply reply) implements Interruption {}

    /** The connection is gone, or the handshake failed; nobody reads replies any more. */
    record ConnectionLost() implements Interruption {}
}
