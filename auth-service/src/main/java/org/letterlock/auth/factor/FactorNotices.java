package org.letterlock.auth.factor;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.kafka.Outbox;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tells the owner of a second factor by mail that somebody else has removed it (MFA-3). In the transaction that does. */
final class FactorNotices {
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final InstantSource clock;

    FactorNotices(JdbcClient jdbc, Outbox outbox, InstantSource clock) {
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.clock = clock;
    }

    void reset(AccountId account) {
        jdbc.sql("SELECT login FROM accounts WHERE id = ? AND NOT built_in") // who has no mailbox
                .param(account.value())
                .query(String.class)
                .optional()
                .ifPresent(login -> {
                    Instant now = clock.instant();
                    Notice notice = new Notice(
                            TimeOrderedUuid.of(now, UUID.randomUUID()),
                            List.of(AddrSpec.parse(login).require()),
                            "Your second factor was removed",
                            "The second factor of the account " + login + " was removed on\n" + MomentText.of(now)
                                    + ", by an administrator.\n\nIf you know of it, enrol another one. If not, tell your"
                                    + " administrator at once.\n");
                    outbox.add(Topics.NOTICES, notice.id().toString(), notice);
                });
    }
}
