package org.letterlock.auth.guessing;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** Unlocks accounts before their time (GUESS-12). All replicas see it with their next login. */
final class AccountLocks {
    private final JdbcClient jdbc;
    private final JdbcLocks locks;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    AccountLocks(
            JdbcClient jdbc, JdbcLocks locks, Outbox outbox, TransactionOperations transactions, InstantSource clock) {
        this.jdbc = jdbc;
        this.locks = locks;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** All of these accounts or, if one of them does not exist, {@code 404} and none; how many had failures. */
    int unlock(Principal actor, Collection<UUID> accounts) {
        return unlocked(() -> {
            int count = 0;
            for (UUID account : accounts) {
                String login = jdbc.sql("SELECT login FROM accounts WHERE id = ?")
                        .param(account)
                        .query(String.class)
                        .optional()
                        .orElseThrow(ProblemException::notFound);
                if (locks.unlock(login)) {
                    count++;
                    tell(actor, Map.of("account", login, "target", "/accounts/" + account));
                }
            }
            return count;
        });
    }

    /** All names in a domain; how many had failures. */
    int unlockDomain(Principal actor, UUID domain) {
        return unlocked(() -> {
            String name = jdbc.sql("SELECT name FROM domains WHERE id = ?")
                    .param(domain)
                    .query(String.class)
                    .optional()
                    .orElseThrow(ProblemException::notFound);
            int count = locks.unlockDomain(name);
            tell(actor, Map.of("target", "/domains/" + domain, "count", Integer.toString(count)));
            return count;
        });
    }

    /** All names; how many had failures. */
    int unlockAll(Principal actor) {
        return unlocked(() -> {
            int count = locks.unlockAll();
            tell(actor, Map.of("target", "/accounts", "count", Integer.toString(count)));
            return count;
        });
    }

    private int unlocked(IntSupplier work) {
        Integer count = transactions.execute(_ -> work.getAsInt());
        return count == null ? 0 : count;
    }

    private void tell(Principal actor, Map<String, String> what) {
        Map<String, String> details = new HashMap<>(what);
        details.put("actor", actor.login());
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent("account.unlocked", clock.instant(), "admin", actor.clientAddress(), details));
    }
}
