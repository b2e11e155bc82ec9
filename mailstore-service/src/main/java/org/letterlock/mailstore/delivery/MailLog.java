package org.letterlock.mailstore.delivery;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailstore.delivery.IncomingMessage.Copy;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.maillog.MaskedAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each recipient whose copy was stored or is held (QUEUE-9), in the form of the outbound queue's lines. What is
 * delivered again after a failure is logged again, as it is reported again. Safe for use by any thread.
 */
final class MailLog {
    private static final Logger LOG = LoggerFactory.getLogger("mail");

    private final MaskedAddresses addresses;

    MailLog(MaskedAddresses addresses) {
        this.addresses = addresses;
    }

    /** What became of the copies of a batch. */
    void outcomes(List<IncomingMessage> batch, Outcomes outcomes) {
        for (IncomingMessage message : batch) {
            for (Copy copy : message.copies()) {
                boolean held = outcomes.held().contains(copy.key());
                line(
                        message.queueId(),
                        copy.recipient(),
                        held ? "held" : "delivered",
                        held ? "4.1.1" : "2.0.0",
                        message.accepted().messageId());
            }
        }
    }

    /** A held message went to an account. */
    void released(QueueId message, AddrSpec account) {
        line(message, account, "delivered", "2.0.0", null);
    }

    private void line(QueueId id, AddrSpec recipient, String result, String status, @Nullable String messageId) {
        LOG.info(
                "id={} rcpt={} result={} status={} remote=- msgid={}",
                id,
                addresses.mask(recipient),
                result,
                status,
                addresses.maskMessageId(messageId));
    }
}
