package org.letterlock.egress.queue;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** Up to {@code limit} unfinished messages behind {@code after}; what does not open breaks no list. */
    public List<Listed> list(Optional<QueueId> after, Direction direction, int limit) {
        return listed(jdbc.sql("select queue_id, accepted_at, details from message where finished_at is null"
                        + " and (cast(:after as uuid) is null or queue_id " + direction.comparison + " :after)"
                        + " order by queue_id " + direction.order + " limit :limit")
                .param("after", after.map(QueueId::value).orElse(null))
                .param("limit", limit)
                .query((row, _) -> message(row))
                .list());
    }

    /** One unfinished message. */
    public Optional<Listed> find(QueueId queueId) {
        return listed(jdbc.sql("select queue_id, accepted_at, details from message"
                                + " where finished_at is null and queue_id = :id")
                        .param("id", queueId.value())
                        .query((row, _) -> message(row))
                        .list())
                .stream()
                .findFirst();
    }

    private record MessageRow(QueueId queueId, Instant acceptedAt, Optional<AcceptedMessage> message) {}

    private MessageRow message(ResultSet row) throws SQLException {
        QueueId queueId = new QueueId(row.getObject("queue_id", UUID.class));
        return new MessageRow(
                queueId,
                row.getObject("accepted_at", OffsetDateTime.class).toInstant(),
                rows.findMessage(queueId, row.getBytes("details")));
    }

    private record EntryRow(QueueId queueId, Optional<QueueEntry> entry) {}

    private List<Listed> listed(List<MessageRow> messages) {
        Map<QueueId, List<EntryRow>> entries = new HashMap<>();
        UUID[] ids = messages.stream().map(message -> message.queueId().value()).toArray(UUID[]::new);
        jdbc.sql("select * from recipient where queue_id = any(:ids) order by queue_id, number")
                .param("ids", ids)
                .query((row, _) ->
                        new EntryRow(new QueueId(row.getObject("queue_id", UUID.class)), rows.findEntry(row)))
                .list()
                .forEach(row -> entries.computeIfAbsent(row.queueId(), _ -> new ArrayList<>())
                        .add(row));
        return messages.stream()
                .map(message -> listed(message, entries.getOrDefault(message.queueId(), List.of())))
                .toList();
    }

    private Listed listed(MessageRow message, List<EntryRow> entries) {
        List<QueueEntry> readable =
                entries.stream().map(EntryRow::entry).flatMap(Optional::stream).toList();
        return message.message()
                .<Listed>map(opened -> new Listed.Opened(opened, readable, entries.size() - readable.size()))
                .orElseGet(() -> new Listed.Damaged(message.queueId(), message.acceptedAt(), entries.size()));
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

    /** Keeps the waiting entries of a message from being tried; those being delivered go on. Returns those that open. */
    public List<QueueEntry> hold(QueueId queueId) {
        return jdbc.sql("""
                        update recipient set state = 'HELD'
                        where queue_id = :id and state = 'QUEUED' returning *""").param("id", queueId.value()).query((row, _) -> rows.findEntry(row)).list().stream()
                .flatMap(Optional::stream)
                .toList();
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
     * Entries that do not open are dropped: there is nobody whom they could be told of.
     */
    public Optional<List<QueueEntry>> seize(Lease lease, QueueId queueId, Instant now) {
        boolean busy = jdbc.sql("""
                        select exists (select from recipient
                        where queue_id = :id and state in ('QUEUED', 'HELD') and locked_until > :now)""")
                .param("id", queueId.value())
                .param("now", QueueStore.at(now))
                .query(Boolean.class)
                .single();
        if (busy) {
            return Optional.empty();
        }
        List<QueueEntry> entries = jdbc
                .sql("""
                        update recipient set state = 'HELD', locked_by = :replica, locked_until = :until
                        where queue_id = :id and state in ('QUEUED', 'HELD') returning *""")
                .param("id", queueId.value())
                .param("replica", lease.replica())
                .param("until", QueueStore.at(now.plus(SEIZED)))
                .query((row, _) -> rows.findEntry(row))
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        jdbc.sql("delete from recipient where queue_id = :id and locked_by = :replica and number <> all(:numbers)")
                .param("id", queueId.value())
                .param("replica", lease.replica())
                .param("numbers", entries.stream().map(QueueEntry::number).toArray(Integer[]::new))
                .update();
        return Optional.of(entries);
    }
}
