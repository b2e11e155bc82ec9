package org.letterlock.egress.notice;

import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.Notice;
import org.letterlock.egress.notice.NoticeWriter.Written;
import org.letterlock.service.kafka.BatchHandler;
import org.letterlock.service.kafka.ConsumedRecord;
import org.letterlock.service.kafka.Outbox;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Accepts each notice once, as a message like any other; the table {@code notice} says which were. */
final class NoticeIntake implements BatchHandler<Notice> {
    /** One day more than the topic keeps notices. */
    private static final Duration REMEMBERED = Duration.ofDays(8);

    private final NoticeWriter writer;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    NoticeIntake(
            NoticeWriter writer,
            JdbcClient jdbc,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.writer = writer;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    @Override
    public void handle(List<ConsumedRecord<Notice>> records) {
        for (ConsumedRecord<Notice> record : records) {
            if (!isAccepted(record.value().id())) {
                writer.write(record.value(), clock.instant()).ifPresent(this::accept);
            }
        }
    }

    private boolean isAccepted(UUID notice) {
        return jdbc.sql("select exists (select from notice where id = ?)")
                .param(notice)
                .query(Boolean.class)
                .single();
    }

    private void accept(Written written) {
        UUID id = written.message().queueId().value();
        boolean isFirst;
        try {
            isFirst = Boolean.TRUE.equals(transactions.execute(_ -> {
                Instant now = clock.instant();
                jdbc.sql("delete from notice where accepted_at < ?")
                        .param(Timestamp.from(now.minus(REMEMBERED)))
                        .update();
                int added = jdbc.sql("insert into notice (id, accepted_at) values (?, ?) on conflict (id) do nothing")
                        .params(id, Timestamp.from(now))
                        .update();
                if (added == 1) {
                    outbox.add(Topics.MAIL_ACCEPTED, id.toString(), written.message());
                }
                return added == 1;
            }));
        } catch (RuntimeException e) {
            written.content().abandon();
            throw e;
        }
        if (!isFirst) {
            written.content().abandon();
        }
    }
}
