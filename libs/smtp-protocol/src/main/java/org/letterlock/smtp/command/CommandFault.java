package org.letterlock.smtp.command;

import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** What is wrong with a command line, and what the client is told (SMTP-2, SMTP-3, SMTP-6, SMTP-16). */
public enum CommandFault {
    UNKNOWN_COMMAND(SmtpReplies.UNKNOWN_COMMAND),
    /** The client speaks HTTP: a browser was led here to attack (SMTP-11). */
    HTTP_REQUEST(SmtpReplies.UNKNOWN_COMMAND),
    LINE_TOO_LONG(SmtpReplies.LINE_TOO_LONG),
    ARGUMENT(SmtpReplies.BAD_ARGUMENT),
    /** How many octets follow is not known, so the commands after them cannot be found. */
    CHUNK_SIZE(SmtpReplies.BAD_ARGUMENT),
    EHLO_ARGUMENT(SmtpReplies.INVALID_EHLO_ARGUMENT),
    SENDER_SYNTAX(SmtpReplies.BAD_SENDER_SYNTAX),
    SENDER_NOT_ASCII(SmtpReplies.SENDER_NOT_ASCII),
    RECIPIENT_SYNTAX(SmtpReplies.BAD_RECIPIENT_SYNTAX),
    RECIPIENT_NOT_ASCII(SmtpReplies.RECIPIENT_NOT_ASCII),
    UNKNOWN_PARAMETER(SmtpReplies.UNKNOWN_PARAMETER),
    PARAMETER_VALUE(SmtpReplies.BAD_ARGUMENT),
    BASE64(SmtpReplies.MALFORMED_RESPONSE);

    @SuppressWarnings("ImmutableEnumChecker") // a record whose list is a copy
    private final SmtpReply reply;

    CommandFault(SmtpReply reply) {
        this.reply = reply;
    }

    /** What the client is told. */
    public SmtpReply reply() {
        return reply;
    }
}
