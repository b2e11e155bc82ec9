package org.letterlock.egress.administration;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.egress.queue.QueueInspection.Listed;
import org.letterlock.mailsyntax.address.AddrSpec;

/**
 * A message of the queue as the API shows it.
 *
 * @param sender the reverse-path in angle brackets; {@code <>} for reports
 * @param size octets of the message
 */
record QueuedMessageView(
        QueueId id,
        Instant acceptedAt,
        String sender,
        long size,
        String service,
        @Nullable String clientAddress,
        @Nullable AccountId account,
        List<RecipientView> recipients) {

    /** One recipient of it. */
    record RecipientView(
            AddrSpec address,
            String state,
            int attempts,
            Instant nextAttemptAt,
            @Nullable String lastStatus,
            @Nullable String lastReply) {

        static RecipientView of(QueueEntry entry) {
            return new RecipientView(
                    entry.address(),
                    entry.state().name().toLowerCase(Locale.ROOT),
                    entry.attempts(),
                    entry.nextAttemptAt(),
                    entry.lastStatus(),
                    entry.lastReply());
        }
    }

    static QueuedMessageView of(Listed listed) {
        AcceptedMessage message = listed.message();
        return new QueuedMessageView(
                message.queueId(),
                message.acceptedAt(),
                message.envelope().reversePath().format(),
                message.content().messageSize(),
                message.service(),
                message.clientAddress(),
                message.authenticatedAs(),
                listed.entries().stream().map(RecipientView::of).toList());
    }
}
