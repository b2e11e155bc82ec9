package org.letterlock.smtp.session;

import org.jspecify.annotations.Nullable;
import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.command.RcptParameters;
import org.letterlock.smtp.command.SaslMessage;
import org.letterlock.smtp.command.SmtpCommand;
import org.letterlock.smtp.reply.SmtpReply;

/** What the driver does, in the order given. */
public sealed interface Effect {

    /** Writes a reply. */
    record Send(SmtpReply reply) implements Effect {}

    /** Drops what was read and starts the handshake; answers TlsEstablished or ConnectionLost. */
    record StartTls() implements Effect {}

    /**
     * Begins a SASL exchange with auth-service; answers ChallengeIssued, LoginGranted or LoginRefused.
     *
     * @param initialResponse null when the client sent none
     */
    record BeginLogin(String mechanism, @Nullable SaslMessage initialResponse) implements Effect {}

    /** Hands the client's response to auth-service; answers as BeginLogin does. */
    record ContinueLogin(SaslMessage response) implements Effect {}

    /** Forgets the exchange; no answer. */
    record AbandonLogin() implements Effect {}

    /** Asks whether MAIL is accepted; answers SenderAccepted or SenderRefused. */
    record JudgeSender(SmtpCommand.Mail mail) implements Effect {}

    /** Asks whether RCPT is accepted; answers RecipientAccepted or RecipientRefused. */
    record JudgeRecipient(MailTransaction transaction, ForwardPath forwardPath, RcptParameters parameters)
            implements Effect {}

    /** Makes a place for the content; answers MessageOpened or MessageRefused. */
    record OpenMessage(MailTransaction transaction) implements Effect {}

    /** Reads octets with a new data decoder; its content goes into the message; answers DataEnded. */
    record ReceiveData() implements Effect {}

    /** Reads a chunk into the message, with the message's one chunk decoder; answers ChunkEnded. */
    record ReceiveChunk(long size, boolean last) implements Effect {}

    /** Drops so many octets; answers ChunkEnded. */
    record SkipChunk(long size) implements Effect {}

    /** The content is complete: makes the message durable; answers MessageAccepted or MessageRefused. */
    record FinishMessage(MailTransaction transaction) implements Effect {}

    /** The message that was opened is not wanted any more: its content is deleted; no answer. */
    record AbandonMessage() implements Effect {}

    /** Something that the Security log wants to know; no answer. */
    record Report(Notice notice) implements Effect {}

    /** Closes the connection when everything is written. */
    record Close() implements Effect {}

    /** Events of the Security log that the dialogue itself shows. */
    enum Notice {
        /** SMUG-1. */
        SMUGGLING_ATTEMPT("smuggling.attempt"),
        /** TLS-4. */
        STARTTLS_INJECTION("starttls.injection"),
        /** SMTP-11. */
        TOO_MANY_ERRORS("smtp.too-many-errors"),
        /** SMTP-11. */
        HTTP_REQUEST("smtp.http-request");

        private final String eventName;

        Notice(String eventName) {
            this.eventName = eventName;
        }

        /** The name of the event in the log. */
        public String eventName() {
            return eventName;
        }
    }
}
