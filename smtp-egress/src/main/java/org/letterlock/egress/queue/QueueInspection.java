package org.letterlock.egress.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.service.web.Sort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The queue as an administrator sees and changes it (QUEUE-3). What is being delivered cannot be changed meanwhile. */
public final class QueueInspection {
    private static final Duration SEIZED = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final QueueRows rows;

    QueueInspection(JdbcClient jdbc, QueueRows rows) {
        this.jdbc = jdbc;
        this.rows = rows;
    }

    /** A message without its content, and its entries. */
    public record Listed(AcceptedMessage message, List<QueueEntry> entries) {
        public Listed {
            entries = List.copyOf(entries);
        }
    }

    /** Which end of the queue comes first. */
    public enum Direction {
        OLDEST_FIRST(">", "asc"),
        NEWEST_FIRST("<", "desc");

        private final String comparison;
        private final String order;

        Direction(String comparison, String order) {
            this.comparison = comparison;
            this.order = order;
        }

        /** As a list is sorted; the oldest one is first unless asked otherwise. */
        public static Direction of(@Nullable Sort sort) {
            return sort != null && sort.descending() ? NEWEST_FIRST : OLDEST_FIRST;
        }
    }

    /** Up to {@code limit} unfinished messages behind {@code after}. */
    public List<Listed> list(Optional<QueueId> after, Direction direction, int limit) {
        return jdbc
                .sql("select queue_id, details from message where finished_at is null"
                        + " and (cast(:after as uuid) is null or queue_id " + direction.comparison + " :after)"
                        + " order by queue_id " + direction.order + " limit :limit")
                .param("after", after.map(QueueId::value).orElse(null))
                .param("limit", limit)
                .query((row, _) -> {
                    QueueId queueId = new QueueId(row.getObject("queue_id", UUID.class));
                    return rows.message(queueId, row.getBytes("details"), null);
                })
                .list()
                .stream()
                .map(message -> new Listed(message, entries(message.queueId())))
                .toList();
    }

    /** All entries of a message. */
    public List<QueueEntry> entries(QueueId queueId) {
        return jdbc.sql("select * from recipient where queue_id = :id order by number")
                .param("id", queueId.value())
                .query((row, _) -> rows.entry(row))
                .list();
    }

    /** How many messages are not finished. */
    public long count() {
        return jdbc.sql("select count(*) from message where finished_at is null")
                .query(Long.class)
                .single();
    }

    /** Makes the waiting entries of a message due. */
    public void retry(QueueId queueId, Instant now) {
        jdbc.sql("update recipient set next_attempt_at = :now where queue_id = :id and state = 'QUEUED'")
                .param("id", queueId.value())
                .param("now", QueueStore.at(now))
                .update();
    }

    /** Makes every waiting entry due. */
    public void retryAll(Instant now) {
        jdbc.sql("update recipient set next_attempt_at = :now where state = 'QUEUED' and next_attempt_at > :now")
                .param("now", QueueStore.at(now))
                .update();
    }

    /** Keeps the waiting entries of a message from being tried; those being delivered go on. */
    public List<QueueEntry> hold(QueueId queueId) {
        return jdbc.sql("""
                        update recipient set state = 'HELD'
                        where queue_id = :id and state = 'QUEUED' returning *""")
                .param("id", queueId.value())
                .query((row, _) -> rows.entry(row))
                .list();
    }

    /** Lets held entries be tried again, at once. */
    public void release(QueueId queueId, Instant now) {
        jdbc.sql("""
                        update recipient set state = 'QUEUED', next_attempt_at = :now
                        where queue_id = :id and state = 'HELD'""")
                .param("id", queueId.value())
                .param("now", QueueStore.at(now))
                .update();
    }

    /**
     * Takes every unfinished entry of a message for {@code lease}, held meanwhile; empty when one of them is being delivered.
     */
    public List<QueueEntry> seize(Lease lease, QueueId queueId, Instant now) {
        boolean busy = jdbc.sql("""
                        select exists (select from recipient
                        where queue_id = :id and state in ('QUEUED', 'HELD') and locked_until > :now)""")
                .param("id", queueId.value())
                .param("now", QueueStore.at(now))
                .query(Boolean.class)
                .single();
        return busy
                ? List.of()
                : jdbc.sql("""
                                update recipient set state = 'HELD', locked_by = :replica, locked_until = :until
                                where queue_id = :id and state in ('QUEUED', 'HELD') returning *""")
                        .param("id", queueId.value())
                        .param("replica", lease.replica())
                        .param("until", QueueStore.at(now.plus(SEIZED)))
                        .query((row, _) -> rows.entry(row))
                        .list();
    }
}
