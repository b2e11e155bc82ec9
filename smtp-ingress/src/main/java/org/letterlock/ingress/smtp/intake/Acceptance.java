package org.letterlock.ingress.smtp.intake;

import org.letterlock.contracts.mail.QueueId;
import org.letterlock.smtp.reply.SmtpReply;

/** What became of a message whose data is complete. */
public sealed interface Acceptance {
    /** It is durable; the suite owns it (RFC 5321 section 6.1). */
    record Accepted(QueueId queueId) implements Acceptance {}

    /** It is refused. */
    record Refused(SmtpReply reply) implements Acceptance {}
}
