package org.letterlock.smtp.session;

import org.letterlock.smtp.command.ForwardPath;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.reply.SmtpReply;

/** Why a recipient is not taken (SMTP-12). */
public sealed interface RecipientRefusal {

    /** The domain is ours, the address is not. */
    record Unknown() implements RecipientRefusal {}

    /** The domain is not ours, and the client has no right to relay. */
    record NoRelay() implements RecipientRefusal {}

    /** The account takes no mail. */
    record Disabled() implements RecipientRefusal {}

    /** The quota is used up. */
    record Full() implements RecipientRefusal {}

    /** The quota has been used up for longer than the grace period. */
    record LongFull() implements RecipientRefusal {}

    /** It cannot be found out now. */
    record Undecided() implements RecipientRefusal {}

    /** Another rule, in the words of the catalogue. */
    record ByRule(SmtpReply reply) implements RecipientRefusal {}

    /** What the client is told. */
    default SmtpReply reply(ForwardPath path) {
        return switch (this) {
            case Unknown _ ->
                switch (path) {
                    // RELAY-6: a route hidden in the local-part is an attempt to relay, not a wrong address.
                    case ForwardPath.To to when to.attemptsRouting() -> SmtpReplies.RELAYING_DENIED;
                    case ForwardPath.To(var address) -> SmtpReplies.unknownRecipient(address);
                    case ForwardPath.Postmaster _ -> SmtpReplies.TEMPORARY_FAILURE;
                };
            case NoRelay _ -> SmtpReplies.RELAYING_DENIED;
            case Disabled _ -> SmtpReplies.RECIPIENT_DISABLED;
            case Full _ -> SmtpReplies.MAILBOX_FULL;
            case LongFull _ -> SmtpReplies.MAILBOX_LONG_FULL;
            case Undecided _ -> SmtpReplies.TEMPORARY_FAILURE;
            case ByRule(SmtpReply reply) -> reply;
        };
    }
}
