package org.letterlock.mailstore.delivery;

import java.time.Instant;
import java.util.List;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.mailstore.content.ContentRow;
import org.letterlock.mailstore.message.TraceFields;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.sealing.ObjectKey;

/**
 * An accepted message with local recipients, opened and parsed, ready to be stored.
 *
 * @param key of its content
 */
record IncomingMessage(AcceptedMessage accepted, ContentRow content, ObjectKey key, List<Copy> copies) {
    IncomingMessage {
        copies = List.copyOf(copies);
    }

    QueueId queueId() {
        return accepted.queueId();
    }

    ObjectId object() {
        return content.content().id();
    }

    Instant acceptedAt() {
        return accepted.acceptedAt();
    }

    /** The copies that a message has here. */
    static List<Copy> copiesOf(AcceptedMessage accepted) {
        return accepted.envelope().recipients().stream()
                .filter(recipient -> recipient.destination() instanceof Destination.LocalMailbox)
                .map(recipient -> copy(accepted, recipient))
                .toList();
    }

    private static Copy copy(AcceptedMessage accepted, Recipient recipient) {
        AccountId account = ((Destination.LocalMailbox) recipient.destination()).account();
        return new Copy(
                new DeliveryKey(accepted.queueId(), account),
                recipient.given(),
                Octets.wrap(TraceFields.format(accepted.envelope().reversePath(), recipient.given())));
    }

    /**
     * What one recipient gets.
     *
     * @param recipient as the sender gave it
     * @param trace the fields in front of it
     */
    record Copy(DeliveryKey key, AddrSpec recipient, Octets trace) {
        AccountId account() {
            return key.account();
        }
    }
}
