package org.letterlock.ingress.smtp.intake;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.smtp.reply.SmtpReply;

/** What became of a message whose data is complete. */
public sealed interface Acceptance {
    /** It is durable; the suite owns it (RFC 5321 section 6.1). */
    record Accepted(QueueId queueId) implements Acceptance {}

    /**
     * It is refused.
     *
     * @param event what administrators are told of it; null where it is nothing to them
     */
    record Refused(SmtpReply reply, @Nullable String event) implements Acceptance {}
}
