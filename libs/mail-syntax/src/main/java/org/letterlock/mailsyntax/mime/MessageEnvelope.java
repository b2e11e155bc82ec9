package org.letterlock.mailsyntax.mime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ENVELOPE of RFC 9051 section 7.5.2: field bodies unfolded and otherwise as they stand, addresses taken apart leniently.
 * Null and empty lists stand for missing fields; Sender and Reply-To already default to From.
 */
public record MessageEnvelope(
        @Nullable String date,
        @Nullable String subject,
        List<EnvelopeAddress> from,
        List<EnvelopeAddress> sender,
        List<EnvelopeAddress> replyTo,
        List<EnvelopeAddress> to,
        List<EnvelopeAddress> cc,
        List<EnvelopeAddress> bcc,
        @Nullable String inReplyTo,
        @Nullable String messageId) {
    public MessageEnvelope {
        from = List.copyOf(from);
        sender = List.copyOf(sender);
        replyTo = List.copyOf(replyTo);
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        bcc = List.copyOf(bcc);
    }

    /**
     * An address structure of RFC 9051 section 7.5.2. A null host marks group syntax: with a mailbox the start of the group of
     * that name, without one its end.
     */
    public record EnvelopeAddress(
            @Nullable String name,
            @Nullable String mailbox,
            @Nullable String host) {}
}
