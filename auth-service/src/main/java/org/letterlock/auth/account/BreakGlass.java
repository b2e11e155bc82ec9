package org.letterlock.auth.account;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.PasswordStorage;
import org.letterlock.auth.credential.Verifiers;
import org.letterlock.auth.login.LoginAccounts;
import org.letterlock.auth.token.TokenService;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.Role;
import org.letterlock.contracts.event.MomentText;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.sasl.Password;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.sealing.BreakGlassFile;
import org.letterlock.service.sealing.BreakGlassOrder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Carries out what the holder of the instance key orders on the machine itself (ADM-4): one administrator gets a one-time
 * password and no second factor, and is enabled where he was not, so that somebody can log in again. Told to the audit log and to
 * all full administrators.
 */
final class BreakGlass {
    private static final Logger LOG = LoggerFactory.getLogger(BreakGlass.class);
    private static final Duration GOOD_FOR = Duration.ofDays(7); // from the order to the next start of the suite
    private static final int MAX_RECIPIENTS = 1000;

    private final BreakGlassFile file;
    private final LoginAccounts logins;
    private final JdbcAccounts accounts;
    private final JdbcCredentials credentials;
    private final PasswordStorage storage;
    private final TokenService tokens;
    private final FrontEnds frontEnds;
    private final JdbcClient jdbc;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    BreakGlass(
            BreakGlassFile file,
            LoginAccounts logins,
            JdbcAccounts accounts,
            JdbcCredentials credentials,
            PasswordStorage storage,
            TokenService tokens,
            FrontEnds frontEnds,
            JdbcClient jdbc,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.file = file;
        this.logins = logins;
        this.accounts = accounts;
        this.credentials = credentials;
        this.storage = storage;
        this.tokens = tokens;
        this.frontEnds = frontEnds;
        this.jdbc = jdbc;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Carries out the order that waits, if one does. */
    void look() {
        if (!file.exists()) {
            return;
        }
        try {
            Optional<BreakGlassOrder> order = file.read();
            if (order.isEmpty()) {
                LOG.warn("break-glass: refused an order that the instance key has not sealed");
                file.refuse("the order was not sealed with the instance key of this suite");
                return;
            }
            Optional<String> fault = carryOut(order.get());
            if (fault.isPresent()) {
                LOG.warn("break-glass: refused an order: {}", fault.get());
                file.refuse(fault.get());
            } else {
                file.done();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Why not; empty when it is done. */
    private Optional<String> carryOut(BreakGlassOrder order) {
        Instant now = clock.instant();
        if (order.at().plus(GOOD_FOR).isBefore(now)) {
            return Optional.of("the order is older than " + GOOD_FOR.toDays() + " days");
        }
        Optional<StoredAccount> found =
                logins.findForConsole(order.account()).id().flatMap(accounts::find);
        if (found.isEmpty()) {
            return Optional.of("there is no account " + order.account());
        }
        StoredAccount account = found.get();
        if (tokens.effectiveRole(account.id(), account.traits().role()) == Role.USER) {
            return Optional.of(order.account() + " is no administrator");
        }
        if (account.traits().mapped()) {
            return Optional.of("the password of " + order.account() + " is kept in a directory");
        }
        Verifiers verifiers = storage.verifiers( // outside the transaction: it takes long
                account.login(),
                account.traits().storage(),
                Password.parse(order.password()).require());
        transactions.executeWithoutResult(_ -> {
            if (isNew(order, now)) {
                reset(account, verifiers, now);
            }
        });
        return Optional.empty();
    }

    private boolean isNew(BreakGlassOrder order, Instant now) {
        return jdbc.sql("INSERT INTO break_glass_orders (id, carried_at) VALUES (?, ?) ON CONFLICT DO NOTHING")
                        .params(order.id(), Timestamp.from(now))
                        .update()
                == 1;
    }

    private void reset(StoredAccount account, Verifiers verifiers, Instant now) {
        accounts.reopen(account.id(), now);
        credentials.save(account.id(), verifiers, now);
        jdbc.sql("DELETE FROM second_factors WHERE account_id = ?")
                .param(account.id().value())
                .update();
        tokens.endSessionsExcept(account.id(), new UUID(0, 0));
        frontEnds.tell(accounts.find(account.id()).orElseThrow());
        AccountTraits before = account.traits();
        boolean wasShut = !before.enabled() || !before.mayLogIn();
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(
                        "break-glass",
                        now,
                        "auth-service",
                        "",
                        Map.of(
                                "account",
                                account.login(),
                                "target",
                                "/accounts/" + account.id(),
                                "channel",
                                "instance-key",
                                "enabled",
                                wasShut ? "now" : "before")));
        tellAdministrators(account, wasShut, now);
        LOG.warn("break-glass: an administrator's password and second factor were reset on the machine itself");
    }

    private void tellAdministrators(StoredAccount account, boolean wasShut, Instant now) {
        List<AddrSpec> recipients = jdbc.sql("""
                        WITH RECURSIVE granting (id, depth) AS (
                            SELECT id, 0 FROM groups WHERE role = 'FULL_ADMIN'
                            UNION
                            SELECT t.to_group, g.depth + 1 FROM targets t JOIN granting g ON t.group_id = g.id
                            WHERE t.to_group IS NOT NULL AND g.depth < 16)
                        SELECT a.login FROM accounts a WHERE NOT a.built_in AND a.enabled AND (a.role = 'FULL_ADMIN'
                            OR a.id IN (SELECT t.to_account FROM targets t JOIN granting g ON t.group_id = g.id))
                        ORDER BY a.login LIMIT ?""")
                .param(MAX_RECIPIENTS)
                .query((row, _) -> AddrSpec.parse(row.getString("login")).require())
                .list();
        if (recipients.isEmpty()) {
            return;
        }
        Notice notice = new Notice(
                TimeOrderedUuid.of(now, UUID.randomUUID()),
                recipients,
                "An administrator was reset on the server itself",
                "The password and the second factor of the administrator " + account.login() + "\nwere reset on "
                        + MomentText.of(now)
                        + " with the break-glass command, by somebody who\nhas the instance key of this installation.\n"
                        + (wasShut ? "The account was disabled, or could not log in; now it can.\n" : "")
                        + "\n"
                        + "If you do not know of it, treat the server as broken into.\n");
        outbox.add(Topics.NOTICES, notice.id().toString(), notice);
    }
}
