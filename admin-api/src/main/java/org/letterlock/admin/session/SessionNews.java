package org.letterlock.admin.session;

import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.contracts.session.LiveSession;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;
import org.springframework.transaction.support.TransactionOperations;

/** Tells the audit log which sessions administrators end (SESS-2, AUD-1). */
final class SessionNews {
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    SessionNews(Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** @param target the resource that was deleted */
    void killed(Principal actor, LiveSession session, String target) {
        SecurityEvent event = new SecurityEvent(
                "session.killed",
                clock.instant(),
                session.service(),
                actor.clientAddress(),
                Map.of(
                        "actor",
                        actor.login(),
                        "target",
                        target,
                        "session",
                        session.id().toString(),
                        "account",
                        session.account().toString(),
                        "peer",
                        session.peer()));
        transactions.executeWithoutResult(
                _ -> outbox.add(Topics.SECURITY_EVENTS, UUID.randomUUID().toString(), event));
    }
}
