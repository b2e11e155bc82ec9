package org.letterlock.egress.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.contracts.directory.Destination;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.content.ContentStore;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The queue in PostgreSQL (QUEUE-1, QUEUE-5). Every method is one transaction, or joins the current one. */
public final class QueueStore {
    private static final Logger LOG = LoggerFactory.getLogger(QueueStore.class);
    private static final Duration LEASE = Duration.ofMinutes(10);
    /** A replica that was not seen for so long has died; at the next poll its entries go to another (QUEUE-5). */
    private static final Duration ALIVE = Duration.ofSeconds(45);
    /** Longer than a record stays on the topic that it came from. */
    private static final Duration KEPT_FINISHED = Duration.ofDays(8);

    private static final Comparator<QueueEntry> DUE = Comparator.comparing(QueueEntry::nextAttemptAt)
            .thenComparing(entry -> entry.queueId().value())
            .thenComparingInt(QueueEntry::number);

    /** A key that is missing today may be back by then. */
    private static final Duration CORRUPT = Duration.ofHours(1);

    private final JdbcClient jdbc;
    private final JdbcTemplate batches;
    private final TransactionOperations transaction;
    private final QueueRows rows;
    private final ContentStore contents;

    QueueStore(
            JdbcClient jdbc,
            JdbcTemplate batches,
            TransactionOperations transaction,
            QueueRows rows,
            ContentStore contents) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.transaction = transaction;
        this.rows = rows;
        this.contents = contents;
    }

    /** Takes messages in; those that are there already, or were and are finished, change nothing (SYS-3). */
    public void insert(List<AcceptedMessage> messages, Instant now) {
        List<Object[]> messageRows = new ArrayList<>();
        List<Object[]> recipientRows = new ArrayList<>();
        for (AcceptedMessage message : messages) {
            UUID id = message.queueId().value();
            messageRows.add(new Object[] {
                id,
                at(message.acceptedAt()),
                rows.details(message),
                rows.inlineContent(message),
                QueueRows.contentId(message)
            });
            recipientRows.addAll(recipientRows(message, now));
        }
        transaction.executeWithoutResult(_ -> {
            batches.batchUpdate("""
                    insert into message (queue_id, accepted_at, details, inline_content, content_id)
                    values (?, ?, ?, ?, ?) on conflict do nothing""", messageRows, new int[] {
                Types.OTHER, Types.TIMESTAMP_WITH_TIMEZONE, Types.BINARY, Types.BINARY, Types.OTHER
            });
            batches.batchUpdate("""
                    insert into recipient (queue_id, number, address_token, domain_token, recipient, state, next_attempt_at)
                    select m.queue_id, ?, ?, ?, ?, 'QUEUED', ?::timestamptz from message m
                    where m.queue_id = ? and m.finished_at is null
                    on conflict do nothing""", recipientRows, new int[] {
                Types.INTEGER, Types.BINARY, Types.BINARY, Types.BINARY, Types.TIMESTAMP_WITH_TIMEZONE, Types.OTHER
            });
            for (AcceptedMessage message : messages) {
                if (message.content().place() instanceof Place.Stored && isUnfinished(message.queueId())) {
                    contents.refer(message.content().id(), holder(message.queueId()));
                }
            }
        });
    }

    /**
     * Takes up to {@code limit} due entries for {@code lease}, none of which goes to a domain of {@code busy}. Entries that do
     * not open are put off, so that they do not stand in the way of the others.
     */
    public List<QueueEntry> claim(Lease lease, int limit, Collection<Domain> busy, Instant now) {
        byte[][] busyTokens = busy.stream().map(rows::domainToken).toArray(byte[][]::new);
        List<Claimed> claimed = jdbc.sql("""
                        update recipient set locked_until = :until, locked_by = :replica
                        where (queue_id, number) in (
                            select queue_id, number from recipient
                            where state = 'QUEUED' and next_attempt_at <= :now
                              and (locked_by is null or locked_until < :now or not exists (
                                    select from replica where id = locked_by and seen_at > :alive))
                              and domain_token <> all(:busy)
                            order by next_attempt_at
                            limit :limit
                            for update skip locked)
                        returning *""")
                .param("until", at(now.plus(LEASE)))
                .param("replica", lease.replica())
                .param("now", at(now))
                .param("alive", at(now.minus(ALIVE)))
                .param("busy", busyTokens)
                .param("limit", limit)
                .query((row, _) -> claimed(row))
                .list();
        List<QueueEntry> entries = new ArrayList<>();
        for (Claimed one : claimed) {
            switch (one) {
                case Claimed.Opened(QueueEntry entry) -> entries.add(entry);
                case Claimed.Corrupt(QueueId queueId, int number) -> putOff(queueId, number, now);
            }
        }
        entries.sort(DUE); // an update returns its rows in any order
        return entries;
    }

    /** A row that was taken. */
    private sealed interface Claimed {
        record Opened(QueueEntry entry) implements Claimed {}

        record Corrupt(QueueId queueId, int number) implements Claimed {}
    }

    private Claimed claimed(ResultSet row) throws SQLException {
        try {
            return new Claimed.Opened(rows.entry(row));
        } catch (SealedObjectCorruptException e) {
            QueueId queueId = new QueueId(row.getObject("queue_id", UUID.class));
            LOG.error("a recipient of {} cannot be read; it is tried again in {}", queueId, CORRUPT, e);
            return new Claimed.Corrupt(queueId, row.getInt("number"));
        }
    }

    private void putOff(QueueId queueId, int number, Instant now) {
        jdbc.sql("""
                        update recipient set next_attempt_at = :next, locked_until = null, locked_by = null
                        where queue_id = :id and number = :number""")
                .param("next", at(now.plus(CORRUPT)))
                .param("id", queueId.value())
                .param("number", number)
                .update();
    }

    /** Gives entries back that were taken and not tried. */
    public void giveBack(Lease lease, List<QueueEntry> entries) {
        for (QueueEntry entry : entries) {
            jdbc.sql("""
                            update recipient set locked_until = null, locked_by = null
                            where queue_id = :id and number = :number and locked_by = :replica""")
                    .param("id", entry.queueId().value())
                    .param("number", entry.number())
                    .param("replica", lease.replica())
                    .update();
        }
    }

    /** Says that the replica is alive, keeps what it is delivering and lets go whatever else it has taken. */
    public void renew(Lease lease, Collection<QueueEntry> delivering, Instant now) {
        UUID[] ids = delivering.stream().map(entry -> entry.queueId().value()).toArray(UUID[]::new);
        Integer[] numbers = delivering.stream().map(QueueEntry::number).toArray(Integer[]::new);
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("""
                            insert into replica (id, seen_at) values (:id, :now)
                            on conflict (id) do update set seen_at = :now""").param("id", lease.replica()).param("now", at(now)).update();
            jdbc.sql("""
                            update recipient r set
                                locked_until = case when kept.number is null then null else :until::timestamptz end,
                                locked_by = case when kept.number is null then null else r.locked_by end
                            from recipient mine
                            left join unnest(:ids::uuid[], :numbers::integer[]) as kept (queue_id, number)
                                on kept.queue_id = mine.queue_id and kept.number = mine.number
                            where mine.locked_by = :id and r.queue_id = mine.queue_id and r.number = mine.number""")
                    .param("id", lease.replica())
                    .param("until", at(now.plus(LEASE)))
                    .param("ids", ids)
                    .param("numbers", numbers)
                    .update();
        });
    }

    /** Puts entries aside for an administrator: something is wrong with them that will not pass by itself. */
    public void hold(Lease lease, List<QueueEntry> entries) {
        for (QueueEntry entry : entries) {
            jdbc.sql("""
                            update recipient set state = 'HELD', locked_until = null, locked_by = null
                            where queue_id = :id and number = :number and locked_by = :replica""")
                    .param("id", entry.queueId().value())
                    .param("number", entry.number())
                    .param("replica", lease.replica())
                    .update();
        }
    }

    /** Ends a replica in order: what it has taken is free at once. */
    public void retire(Lease lease) {
        transaction.executeWithoutResult(_ -> {
            jdbc.sql("update recipient set locked_until = null, locked_by = null where locked_by = :id")
                    .param("id", lease.replica())
                    .update();
            jdbc.sql("delete from replica where id = :id")
                    .param("id", lease.replica())
                    .update();
        });
    }

    /** The message of entries, unless it is finished. */
    public Optional<AcceptedMessage> find(QueueId queueId) {
        return jdbc.sql("select details, inline_content from message where queue_id = :id and finished_at is null")
                .param("id", queueId.value())
                .query((row, _) -> rows.message(queueId, row.getBytes("details"), row.getBytes("inline_content")))
                .optional();
    }

    /** Locks a message against every other change until the transaction ends; false when it is finished. */
    public boolean lock(QueueId queueId) {
        return jdbc.sql("select 1 from message where queue_id = :id and finished_at is null for update")
                .param("id", queueId.value())
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * Writes what attempts came to and lets the entries go. The caller has locked the message.
     *
     * @throws LeaseLostException when another replica has taken an entry meanwhile
     */
    public void settle(Lease lease, List<EntryUpdate> updates) {
        for (EntryUpdate update : updates) {
            QueueEntry entry = update.entry();
            var sql = switch (update) {
                case EntryUpdate.Relayed _ -> terminal("RELAYED");
                case EntryUpdate.Failed _ -> terminal("FAILED");
                case EntryUpdate.Deferred deferred ->
                    jdbc.sql("""
                                    update recipient set attempts = attempts + 1, next_attempt_at = :next,
                                        avoid_tls = :avoidTls, warned = :warned, last_status = :status,
                                        last_reply = :reply, locked_until = null, locked_by = null
                                    where queue_id = :id and number = :number and locked_by = :replica""")
                            .param("next", at(deferred.nextAttemptAt()))
                            .param("avoidTls", deferred.avoidTls())
                            .param("warned", deferred.warned());
            };
            int written = sql.param("id", entry.queueId().value())
                    .param("number", entry.number())
                    .param("replica", lease.replica())
                    .param("status", update.status().format())
                    .param("reply", rows.reply(entry.queueId(), entry.number(), update.reply()))
                    .update();
            if (written == 0) {
                throw new LeaseLostException(entry.queueId());
            }
        }
    }

    /** Drops the content of a message that has nothing left to do. The caller has locked it. */
    public void finishIfDone(AcceptedMessage message, Instant now) {
        UUID id = message.queueId().value();
        boolean open = jdbc.sql(
                        "select exists (select from recipient where queue_id = :id and state in ('QUEUED', 'HELD'))")
                .param("id", id)
                .query(Boolean.class)
                .single();
        if (open) {
            return;
        }
        finish(message.queueId(), now);
        if (message.content().place() instanceof Place.Stored) {
            contents.release(message.content().id(), holder(message.queueId()));
        }
    }

    /**
     * Removes a message that does not open, with its content, as an administrator wants it; false when one of its entries is
     * being worked on, or it is gone already.
     */
    public boolean drop(QueueId queueId, Instant now) {
        return Boolean.TRUE.equals(transaction.execute(_ -> {
            Optional<Optional<UUID>> content = jdbc.sql("""
                            select content_id from message m where queue_id = :id and finished_at is null
                              and not exists (select from recipient r where r.queue_id = m.queue_id and locked_until > :now)
                            for update""")
                    .param("id", queueId.value())
                    .param("now", at(now))
                    .query((row, _) -> Optional.ofNullable(row.getObject("content_id", UUID.class)))
                    .optional();
            if (content.isEmpty()) {
                return false;
            }
            finish(queueId, now);
            content.get().ifPresent(id -> contents.release(new ObjectId(id), holder(queueId)));
            return true;
        }));
    }

    private void finish(QueueId queueId, Instant now) {
        jdbc.sql("update message set details = null, inline_content = null, finished_at = :now where queue_id = :id")
                .param("id", queueId.value())
                .param("now", at(now))
                .update();
        jdbc.sql("delete from recipient where queue_id = :id")
                .param("id", queueId.value())
                .update();
    }

    /** Forgets finished messages that cannot come again, and replicas long gone. */
    public void tidy(Instant now) {
        jdbc.sql("delete from message where finished_at < :before")
                .param("before", at(now.minus(KEPT_FINISHED)))
                .update();
        jdbc.sql("delete from replica where seen_at < :before")
                .param("before", at(now.minus(LEASE.multipliedBy(2))))
                .update();
    }

    private JdbcClient.StatementSpec terminal(String state) {
        return jdbc.sql("""
                        update recipient set state = :state, attempts = attempts + 1, last_status = :status,
                            last_reply = :reply, locked_until = null, locked_by = null
                        where queue_id = :id and number = :number and locked_by = :replica""").param("state", state);
    }

    private boolean isUnfinished(QueueId queueId) {
        return jdbc.sql("select exists (select from message where queue_id = :id and finished_at is null)")
                .param("id", queueId.value())
                .query(Boolean.class)
                .single();
    }

    private List<Object[]> recipientRows(AcceptedMessage message, Instant now) {
        List<Object[]> recipientRows = new ArrayList<>();
        int number = 0;
        for (Recipient recipient : message.envelope().recipients()) {
            if (recipient.destination() instanceof Destination.Remote(var address)) {
                recipientRows.add(new Object[] {
                    number,
                    rows.addressToken(address),
                    rows.domainToken(address.domain()),
                    rows.recipient(message.queueId(), number, recipient),
                    at(now),
                    message.queueId().value()
                });
            }
            number++;
        }
        return recipientRows;
    }

    private static String holder(QueueId queueId) {
        return "egress:" + queueId;
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
