package org.letterlock.auth.lockout;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.lockout.LockOut.Affected;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.lockout.LockOutAcceptance;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.letterlock.service.web.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** The whole lists of those whom refused changes would have locked out, each kept for as long as it can be accepted. */
final class LockOutReports {
    private final JdbcClient jdbc;
    private final TransactionTemplate apart;
    private final Sealer sealer;
    private final RecordCodec codec;
    private final InstantSource clock;

    LockOutReports(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            Sealer sealer,
            RecordCodec codec,
            InstantSource clock) {
        this.jdbc = jdbc;
        this.apart = new TransactionTemplate(transactions);
        apart.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.sealer = sealer;
        this.codec = codec;
        this.clock = clock;
    }

    /** An account that would be locked out. */
    record Entry(AccountId account, Affected affected) {}

    /** All of them. */
    record Report(List<Entry> entries) {
        Report {
            entries = List.copyOf(entries);
        }
    }

    /** Keeps a list, though the transaction of the refused change is rolled back; its id. */
    UUID keep(List<Entry> entries) {
        Instant now = clock.instant();
        UUID id = TimeOrderedUuid.of(now, UUID.randomUUID());
        byte[] sealed = sealer.seal(
                ClassKey.SETTINGS,
                codec.encode(new Report(entries), Report.class),
                "auth",
                "lock_outs.affected",
                id.toString());
        apart.executeWithoutResult(_ -> {
            jdbc.sql("DELETE FROM lock_outs WHERE expires_at < ?")
                    .param(Timestamp.from(now))
                    .update();
            jdbc.sql("INSERT INTO lock_outs (id, expires_at, affected) VALUES (?, ?, ?)")
                    .params(id, Timestamp.from(now.plus(LockOutAcceptance.GOOD_FOR)), sealed)
                    .update();
        });
        return id;
    }

    /** @throws ProblemException {@code 404} where it is not there, or not any more */
    List<Entry> require(UUID id) {
        return jdbc.sql("SELECT affected FROM lock_outs WHERE id = ? AND expires_at > ?")
                .params(id, Timestamp.from(clock.instant()))
                .query((row, _) -> codec.decode(
                        sealer.open(
                                ClassKey.SETTINGS,
                                row.getBytes("affected"),
                                "auth",
                                "lock_outs.affected",
                                id.toString()),
                        Report.class))
                .optional()
                .orElseThrow(ProblemException::notFound)
                .entries();
    }
}
