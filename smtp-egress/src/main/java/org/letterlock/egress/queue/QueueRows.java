package org.letterlock.egress.queue;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How the queue looks in its tables: what is personal sealed, and bound to its row. */
final class QueueRows {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRows.class);

    private final Sealer sealer;
    private final RecordCodec codec;

    QueueRows(Sealer sealer, RecordCodec codec) {
        this.sealer = sealer;
        this.codec = codec;
    }

    byte[] addressToken(AddrSpec address) {
        return sealer.token(ClassKey.INDEX, "egress.recipient", address.format());
    }

    byte[] domainToken(Domain domain) {
        return sealer.token(ClassKey.INDEX, "egress.domain", domain.text());
    }

    // The ciphertext of an inline content stands in a column of its own, so that lists need not read it.
    byte[] details(AcceptedMessage message) {
        AcceptedMessage withoutContent = withPlace(
                message,
                switch (message.content().place()) {
                    case Place.Inline _ -> new Place.Inline(Octets.wrap(new byte[0]));
                    case Place.Stored stored -> stored;
                });
        return sealer.seal(
                ClassKey.QUEUE,
                codec.encode(withoutContent, AcceptedMessage.class),
                "egress.message",
                message.queueId().toString());
    }

    byte @Nullable [] inlineContent(AcceptedMessage message) {
        return switch (message.content().place()) {
            case Place.Inline(Octets ciphertext) -> ciphertext.view();
            case Place.Stored _ -> null;
        };
    }

    /** The stored content that a message refers to; null for one within its row. */
    static @Nullable UUID contentId(AcceptedMessage message) {
        return switch (message.content().place()) {
            case Place.Inline _ -> null;
            case Place.Stored _ -> message.content().id().value();
        };
    }

    AcceptedMessage message(QueueId queueId, byte[] details, byte @Nullable [] inlineContent) {
        AcceptedMessage message = codec.decode(
                sealer.open(ClassKey.QUEUE, details, "egress.message", queueId.toString()), AcceptedMessage.class);
        return inlineContent == null ? message : withPlace(message, new Place.Inline(Octets.wrap(inlineContent)));
    }

    /** The message without an inline content; empty, and told, where it does not open. */
    Optional<AcceptedMessage> findMessage(QueueId queueId, byte[] details) {
        try {
            return Optional.of(message(queueId, details, null));
        } catch (SealedObjectCorruptException | UnreadableRecordException e) {
            LOG.error("the message {} cannot be read", queueId, e);
            return Optional.empty();
        }
    }

    /** The entry; empty, and told, where it does not open. */
    Optional<QueueEntry> findEntry(ResultSet row) throws SQLException {
        try {
            return Optional.of(entry(row));
        } catch (SealedObjectCorruptException | UnreadableRecordException e) {
            LOG.error("a recipient of {} cannot be read", row.getObject("queue_id", UUID.class), e);
            return Optional.empty();
        }
    }

    byte[] recipient(QueueId queueId, int number, Recipient recipient) {
        return sealer.seal(
                ClassKey.QUEUE,
                codec.encode(recipient, Recipient.class),
                "egress.recipient",
                queueId.toString(),
                Integer.toString(number));
    }

    byte[] reply(QueueId queueId, int number, String reply) {
        return sealer.seal(
                ClassKey.QUEUE,
                reply.getBytes(StandardCharsets.UTF_8),
                "egress.reply",
                queueId.toString(),
                Integer.toString(number));
    }

    QueueEntry entry(ResultSet row) throws SQLException {
        QueueId queueId = new QueueId(row.getObject("queue_id", UUID.class));
        int number = row.getInt("number");
        Recipient recipient = codec.decode(
                sealer.open(
                        ClassKey.QUEUE,
                        row.getBytes("recipient"),
                        "egress.recipient",
                        queueId.toString(),
                        Integer.toString(number)),
                Recipient.class);
        return new QueueEntry(
                queueId,
                number,
                recipient,
                EntryState.valueOf(row.getString("state")),
                row.getInt("attempts"),
                row.getObject("next_attempt_at", OffsetDateTime.class).toInstant(),
                row.getBoolean("avoid_tls"),
                row.getBoolean("warned"),
                row.getString("last_status"),
                reply(queueId, number, row.getBytes("last_reply")));
    }

    private @Nullable String reply(QueueId queueId, int number, byte @Nullable [] sealed) {
        return sealed == null
                ? null
                : new String(
                        sealer.open(
                                ClassKey.QUEUE, sealed, "egress.reply", queueId.toString(), Integer.toString(number)),
                        StandardCharsets.UTF_8);
    }

    private static AcceptedMessage withPlace(AcceptedMessage message, Place place) {
        SealedContent content = message.content();
        return new AcceptedMessage(
                message.queueId(),
                message.acceptedAt(),
                message.envelope(),
                new SealedContent(
                        content.id(), content.prefix(), content.prefixSize(), content.size(), place, content.keys()),
                message.service(),
                message.clientAddress(),
                message.authenticatedAs(),
                message.needs8BitMime(),
                message.messageId(),
                message.junk());
    }
}
