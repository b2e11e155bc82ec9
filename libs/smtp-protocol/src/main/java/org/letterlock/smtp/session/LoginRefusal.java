package org.letterlock.smtp.session;

import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** Why a login failed, and what the client is told: the SMTP column of the refusal table. */
public enum LoginRefusal {
    CREDENTIALS(SmtpReplies.INVALID_CREDENTIALS),
    MECHANISM(SmtpReplies.UNKNOWN_MECHANISM),
    MALFORMED(SmtpReplies.MALFORMED_RESPONSE),
    AUTHORIZATION_IDENTITY(SmtpReplies.INVALID_CREDENTIALS),
    DISABLED(SmtpReplies.ACCOUNT_DISABLED),
    LOCKED(SmtpReplies.LOGIN_TEMPORARY_FAILURE),
    EXPIRED(SmtpReplies.PASSWORD_EXPIRED),
    SECOND_FACTOR(SmtpReplies.APPLICATION_PASSWORD_REQUIRED),
    ACCESS_POLICY(SmtpReplies.ACCESS_POLICY_DENIED),
    TOO_MANY_SESSIONS(SmtpReplies.TOO_MANY_SESSIONS),
    TEMPORARY(SmtpReplies.LOGIN_TEMPORARY_FAILURE);

    @SuppressWarnings("ImmutableEnumChecker") // a record whose list is a copy
    private final SmtpReply reply;

    LoginRefusal(SmtpReply reply) {
        this.reply = reply;
    }

    /** What the client is told. */
    public SmtpReply reply() {
        return reply;
    }
}
