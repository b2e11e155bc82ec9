package org.letterlock.mailstore.delivery;

import java.time.Instant;
import java.util.Optional;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.mailstore.delivery.JdbcDeliveryRepository.HeldMessage;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.mailbox.MailboxSealing;
import org.letterlock.mailstore.message.MessageRow;
import org.letterlock.service.sealing.ObjectKey;

/**
 * A copy of a message and where it goes.
 *
 * @param mailbox empty where it has to be held
 * @param contentSize octets without the fields of final delivery
 * @param junk whether it goes to Junk
 */
record Placement(
        DeliveryKey key,
        Optional<Mailbox> mailbox,
        ObjectId object,
        ObjectKey objectKey,
        long contentSize,
        Octets trace,
        Instant acceptedAt,
        boolean junk) {
    /** Octets of the message as its reader sees it. */
    long size() {
        return trace.length() + contentSize;
    }

    /** The row of an unread message. */
    MessageRow row(Mailbox target, long uid, long modSeq) {
        MailboxSealing sealing = target.sealing();
        return new MessageRow(
                uid,
                0,
                KeywordNumbers.NONE,
                modSeq,
                acceptedAt,
                size(),
                object,
                Octets.wrap(sealing.wrap(object, objectKey)),
                Octets.wrap(sealing.sealTrace(object, trace.view())));
    }

    HeldMessage heldUnder(Mailbox hold, Instant now) {
        return new HeldMessage(
                key,
                object,
                contentSize,
                acceptedAt,
                now,
                Octets.wrap(hold.sealing().wrap(object, objectKey)),
                Octets.wrap(hold.sealing().sealTrace(object, trace.view())));
    }
}
