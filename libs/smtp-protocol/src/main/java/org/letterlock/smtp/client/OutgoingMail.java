package org.letterlock.smtp.client;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.smtp.command.MailParameters.Ret;
import org.letterlock.smtp.command.RcptParameters;

/**
 * A message on its way to one host.
 *
 * @param size octets of the content
 * @param content which octets it has (RFC 6152)
 * @param ret null where the sender did not say
 * @param envelopeId null where the sender did not say
 * @param recipients at least one; outcomes are reported in this order
 */
public record OutgoingMail(
        ReversePath reversePath,
        long size,
        Content content,
        @Nullable Ret ret,
        @Nullable String envelopeId,
        List<OutgoingRecipient> recipients) {
    public OutgoingMail {
        recipients = List.copyOf(recipients);
        if (recipients.isEmpty()) {
            throw new IllegalArgumentException("no recipient");
        }
    }

    /** Which octets the content has. */
    public enum Content {
        SEVEN_BIT,
        EIGHT_BIT
    }

    /** One recipient, with what the sender wants to hear of it. */
    public record OutgoingRecipient(AddrSpec address, RcptParameters parameters) {}
}
