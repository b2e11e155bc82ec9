package org.letterlock.contracts.mail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;

/**
 * The suite has answered 250 to the end of the data and owns the message (RFC 5321 section 4.2.5).
 *
 * @param content sealed; only the services named in its key envelopes can open it
 * @param service which service took it in, such as {@code submission}; {@code egress} for a report made by the suite
 * @param clientAddress IP address of the client; null for a report made by the suite
 * @param authenticatedAs null when the client did not authenticate
 * @param needs8BitMime whether the content has octets above 127
 * @param messageId the Message-ID field as the message has it, for the mail log (QUEUE-9); hostile text, at most 250 characters;
 *     null where there is none, and in records of before there was this component
 * @param junk whether it is to lie in the recipients' Junk (DMARC-3); false in records of before there was this component
 */
public record AcceptedMessage(
        QueueId queueId,
        Instant acceptedAt,
        Envelope envelope,
        SealedContent content,
        String service,
        @Nullable String clientAddress,
        @Nullable AccountId authenticatedAs,
        boolean needs8BitMime,
        @Nullable String messageId,
        boolean junk) {
    /** A message without a Message-ID. */
    public AcceptedMessage(
            QueueId queueId,
            Instant acceptedAt,
            Envelope envelope,
            SealedContent content,
            String service,
            @Nullable String clientAddress,
            @Nullable AccountId authenticatedAs,
            boolean needs8BitMime) {
        this(
                queueId,
                acceptedAt,
                envelope,
                content,
                service,
                clientAddress,
                authenticatedAs,
                needs8BitMime,
                null,
                false);
    }
}
