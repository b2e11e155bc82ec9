package org.letterlock.egress.administration;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.egress.queue.Listed;
import org.letterlock.egress.queue.QueueEntry;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.web.Etags;

/**
 * A message of the queue as the API shows it.
 *
 * @param sender the reverse-path in angle brackets; {@code <>} for reports; null, as the other details, where the message does
 *     not open any more
 * @param size octets of the message
 * @param damaged how many recipients cannot be read any more; of a message that does not open, all
 */
record QueuedMessageView(
        QueueId id,
        Instant acceptedAt,
        @Nullable String sender,
        @Nullable Long size,
        @Nullable String service,
        @Nullable String clientAddress,
        @Nullable AccountId account,
        List<RecipientView> recipients,
        int damaged) {

    /** One recipient of it. */
    record RecipientView(
            AddrSpec address,
            String state,
            int attempts,
            Instant nextAttemptAt,
            @Nullable String lastStatus,
            @Nullable String lastReply) {

        private String progress() {
            return "%s %d %s %s %s".formatted(state, attempts, nextAttemptAt, lastStatus, lastReply);
        }

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

    /** Changes whenever something has happened to the message. */
    String entityTag() {
        return Etags.ofContent(
                Stream.concat(Stream.of(id, damaged), recipients.stream().map(RecipientView::progress))
                        .toArray());
    }

    static QueuedMessageView of(Listed listed) {
        return switch (listed) {
            case Listed.Damaged(QueueId id, Instant acceptedAt, int entries) ->
                new QueuedMessageView(id, acceptedAt, null, null, null, null, null, List.of(), entries);
            case Listed.Opened(AcceptedMessage message, List<QueueEntry> entries, int damaged) ->
                new QueuedMessageView(
                        message.queueId(),
                        message.acceptedAt(),
                        message.envelope().reversePath().format(),
                        message.content().messageSize(),
                        message.service(),
                        message.clientAddress(),
                        message.authenticatedAs(),
                        entries.stream().map(RecipientView::of).toList(),
                        damaged);
        };
    }
}
