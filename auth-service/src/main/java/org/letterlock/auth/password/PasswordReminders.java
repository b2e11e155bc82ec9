package org.letterlock.auth.password;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.letterlock.auth.document.Parameters;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.Sha256;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Reminds people of passwords that expire soon: 21, 14 and 7 days before and then daily (PWD-7). The table
 * {@code password_reminders} says which reminder was the last one, so that however often and on however many replicas this
 * runs, each is sent once; one that nobody was there to send is not made up for.
 */
public final class PasswordReminders {
    private static final int BATCH = 500;
    // The days left, begun ones counted, and the reminder that falls into them.
    private static final String DUE = "SELECT * FROM (SELECT a.id, a.login, e.at, CASE WHEN d.days > 14 THEN 21"
            + " WHEN d.days > 7 THEN 14 ELSE d.days END AS stage, d.days"
            + " FROM accounts a JOIN credentials c ON c.account_id = a.id"
            + " JOIN password_policies p ON p.domain_id = a.domain_id CROSS JOIN LATERAL (SELECT "
            + PasswordExpiry.AT + """
             AS at) e CROSS JOIN LATERAL (
                SELECT CAST(ceil(extract(epoch FROM e.at - CAST(:now AS timestamptz)) / 86400) AS int) AS days) d
            WHERE a.enabled AND a.may_log_in AND d.days BETWEEN 1 AND 21) due
            WHERE NOT EXISTS (SELECT FROM password_reminders r
                WHERE r.account_id = due.id AND r.expires_at = due.at AND r.stage <= due.stage)
            ORDER BY due.id LIMIT :limit""";

    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    PasswordReminders(JdbcClient jdbc, Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Sends every reminder that is due. */
    public void sendDue() {
        int sent;
        do {
            Integer count = transactions.execute(_ -> sendBatch(clock.instant()));
            sent = count == null ? 0 : count;
        } while (sent > 0 && !Thread.currentThread().isInterrupted());
    }

    private int sendBatch(Instant now) {
        List<Due> due = jdbc.sql(DUE)
                .param("now", Timestamp.from(now))
                .param("limit", BATCH)
                .query((row, _) -> new Due(
                        row.getObject("id", UUID.class),
                        AddrSpec.parse(row.getString("login")).require(),
                        row.getTimestamp("at").toInstant(),
                        row.getInt("stage"),
                        row.getInt("days")))
                .list();
        int sent = 0;
        for (Due reminder : due) {
            if (note(reminder)) {
                outbox.add(Topics.NOTICES, reminder.noticeId().toString(), reminder.notice());
                sent++;
            }
        }
        return sent;
    }

    /** False if another replica was quicker. */
    private boolean note(Due reminder) {
        return jdbc.sql("""
                        INSERT INTO password_reminders AS r (account_id, expires_at, stage) VALUES (?, ?, ?)
                        ON CONFLICT (account_id) DO UPDATE SET expires_at = excluded.expires_at, stage = excluded.stage
                        WHERE r.expires_at <> excluded.expires_at OR r.stage > excluded.stage""")
                        .params(Parameters.of(reminder.account(), Timestamp.from(reminder.at()), reminder.stage()))
                        .update()
                == 1;
    }

    private record Due(UUID account, AddrSpec address, Instant at, int stage, int days) {
        // UUID version 8 (RFC 9562 section 5.8): the same reminder has the same id.
        UUID noticeId() {
            byte[] about = (account + "/" + at + "/" + stage).getBytes(StandardCharsets.US_ASCII);
            ByteBuffer digest = ByteBuffer.wrap(Sha256.of(about));
            return new UUID(
                    (digest.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L,
                    (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
        }

        Notice notice() {
            return new Notice(
                    noticeId(),
                    List.of(address),
                    days == 1 ? "Your password expires within a day" : "Your password expires in " + days + " days",
                    "The password of the account " + address.format() + " expires on " + MomentText.of(at) + ".\n\n"
                            + "Set another one before that, or mail programs can no longer log in. Nobody of the mail\n"
                            + "system ever asks you for your password.\n");
        }
    }
}
