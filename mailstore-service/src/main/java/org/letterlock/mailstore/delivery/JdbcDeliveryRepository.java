package org.letterlock.mailstore.delivery;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.mailstore.mailbox.Sql;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables of what was delivered and what is held. Works in the transaction of the caller. */
final class JdbcDeliveryRepository {
    private static final String HELD =
            "SELECT queue_id, account_id, object_id, size, accepted_at, held_at, sealed_key, sealed_trace FROM held ";

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;

    JdbcDeliveryRepository(JdbcTemplate template) {
        this.jdbc = JdbcClient.create(template);
        this.batches = template;
    }

    /** Marks deliveries as done; gives back those that had not been before. Waits for a transaction that does the same ones. */
    Set<DeliveryKey> markDelivered(List<DeliveryKey> keys) {
        return jdbc
                .sql("INSERT INTO delivered (queue_id, account_id) SELECT * FROM unnest(?, ?) ON CONFLICT DO NOTHING"
                        + " RETURNING queue_id, account_id")
                .params(
                        Sql.uuids(keys.stream().map(key -> key.queueId().value())),
                        Sql.uuids(keys.stream().map(key -> key.account().value())))
                .query((row, _) -> key(row))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Which of these deliveries ended with the message being held. */
    Set<DeliveryKey> heldAmong(Collection<DeliveryKey> keys) {
        return jdbc
                .sql("SELECT h.queue_id, h.account_id FROM held h JOIN unnest(?, ?) AS k (queue_id, account_id)"
                        + " ON h.queue_id = k.queue_id AND h.account_id = k.account_id")
                .params(
                        Sql.uuids(keys.stream().map(key -> key.queueId().value())),
                        Sql.uuids(keys.stream().map(key -> key.account().value())))
                .query((row, _) -> key(row))
                .list()
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Forgets deliveries whose record cannot come again. */
    int forgetDelivered(Instant before) {
        return jdbc.sql("DELETE FROM delivered WHERE delivered_at < ?")
                .param(before.atOffset(ZoneOffset.UTC))
                .update();
    }

    void hold(List<HeldMessage> messages) {
        batches.batchUpdate(
                "INSERT INTO held (queue_id, account_id, object_id, size, accepted_at, held_at, sealed_key, sealed_trace)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                messages,
                Math.max(1, messages.size()),
                (statement, message) -> {
                    statement.setObject(1, message.key().queueId().value());
                    statement.setObject(2, message.key().account().value());
                    statement.setObject(3, message.object().value());
                    statement.setLong(4, message.size());
                    statement.setObject(5, message.acceptedAt().atOffset(ZoneOffset.UTC));
                    statement.setObject(6, message.heldAt().atOffset(ZoneOffset.UTC));
                    statement.setBytes(7, message.sealedKey().view());
                    statement.setBytes(8, message.sealedTrace().view());
                });
    }

    /** Takes held messages of these accounts out; others that do the same meanwhile get none of them. */
    List<HeldMessage> release(Collection<AccountId> accounts) {
        List<HeldMessage> held = jdbc.sql(
                        HELD + "WHERE account_id = ANY(?) ORDER BY accepted_at FOR UPDATE SKIP LOCKED")
                .param(Sql.uuids(accounts.stream().map(AccountId::value)))
                .query((row, _) -> held(row))
                .list();
        held.forEach(message -> delete(message.key()));
        return held;
    }

    /** Accounts for which mail is held. */
    List<AccountId> accountsWithHeld() {
        return jdbc.sql("SELECT DISTINCT account_id FROM held")
                .query((row, _) -> new AccountId(row.getObject(1, UUID.class)))
                .list();
    }

    /** What is held, ordered by its keys, behind {@code after}. */
    List<HeldMessage> held(DeliveryKey after, int atMost) {
        return jdbc.sql(HELD + "WHERE (queue_id, account_id) > (?, ?) ORDER BY queue_id, account_id LIMIT ?")
                .params(after.queueId().value(), after.account().value(), atMost)
                .query((row, _) -> held(row))
                .list();
    }

    /** One held message. */
    Optional<HeldMessage> findHeld(DeliveryKey key) {
        return jdbc.sql(HELD + "WHERE queue_id = ? AND account_id = ?")
                .params(key.queueId().value(), key.account().value())
                .query((row, _) -> held(row))
                .optional();
    }

    /** Takes one held message out. */
    Optional<HeldMessage> release(DeliveryKey key) {
        Optional<HeldMessage> held = jdbc.sql(HELD + "WHERE queue_id = ? AND account_id = ? FOR UPDATE")
                .params(key.queueId().value(), key.account().value())
                .query((row, _) -> held(row))
                .optional();
        held.ifPresent(message -> delete(message.key()));
        return held;
    }

    /** Removes one held message for good. Whether there was one. */
    boolean discard(DeliveryKey key) {
        return jdbc.sql("WITH gone AS (DELETE FROM held WHERE queue_id = ? AND account_id = ? RETURNING object_id)"
                                + " INSERT INTO garbage (object_id, since) SELECT object_id, now() FROM gone"
                                + " ON CONFLICT (object_id) DO UPDATE SET since = excluded.since")
                        .params(key.queueId().value(), key.account().value())
                        .update()
                > 0;
    }

    private void delete(DeliveryKey key) {
        jdbc.sql("DELETE FROM held WHERE queue_id = ? AND account_id = ?")
                .params(key.queueId().value(), key.account().value())
                .update();
    }

    private static DeliveryKey key(ResultSet row) throws SQLException {
        return new DeliveryKey(new QueueId(row.getObject(1, UUID.class)), new AccountId(row.getObject(2, UUID.class)));
    }

    private static HeldMessage held(ResultSet row) throws SQLException {
        return new HeldMessage(
                key(row),
                new ObjectId(row.getObject(3, UUID.class)),
                row.getLong(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                row.getObject(6, OffsetDateTime.class).toInstant(),
                Octets.wrap(row.getBytes(7)),
                Octets.wrap(row.getBytes(8)));
    }

    /**
     * A message that has no mailbox.
     *
     * @param size octets of the content without the fields of final delivery
     * @param sealedKey of the content, under the key of the mailbox of held mail
     * @param sealedTrace the fields of final delivery, under the same key
     */
    record HeldMessage(
            DeliveryKey key,
            ObjectId object,
            long size,
            Instant acceptedAt,
            Instant heldAt,
            Octets sealedKey,
            Octets sealedTrace) {}
}
