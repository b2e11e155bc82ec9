package org.letterlock.auth.guessing;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.auth.guessing.JdbcFailures.NameTally;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.authentication.AuthenticationReply.Reason;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.sasl.Password;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.kafka.ReplicatedView;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Stands between every login and the check of its password. A name that nobody has is counted and locked like any other, so
 * that a lock tells nothing (GUESS-11). Callers block; safe for use by any thread.
 *
 * <p>The order of a login: {@link #isBlocked}, {@link #isLocked}, the check of the password, and then {@link #succeeded} or
 * {@link #failed}. The lock is looked at before the password and again after it, because logins that began together must not
 * all be tried against the password: a lock that came meanwhile is what both the right and the wrong ones are told.
 */
public final class GuessingProtection {
    private static final Logger LOG = LoggerFactory.getLogger(GuessingProtection.class);

    private final JdbcFailures failures;
    private final AddressBlocks blocks;
    private final RepeatedPasswords repeated;
    private final Supplier<GuessingRules> rules;
    private final ReplicatedView<AddressBlock> blocked;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    GuessingProtection(
            JdbcFailures failures,
            AddressBlocks blocks,
            RepeatedPasswords repeated,
            Supplier<GuessingRules> rules,
            ReplicatedView<AddressBlock> blocked,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.failures = failures;
        this.blocks = blocks;
        this.repeated = repeated;
        this.rules = rules;
        this.blocked = blocked;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Whether the address is blocked; a connection may be older than the block (GUESS-5). Costs no query. */
    public boolean isBlocked(String clientAddress) {
        return ClientNetwork.parse(clientAddress)
                .flatMap(client -> blocked.find(client.key()))
                .filter(block -> clock.instant().isBefore(block.until()))
                .isPresent();
    }

    /** Whether the password must not be looked at (GUESS-8). */
    public boolean isLocked(String canonicalName) {
        return rules.get().policy().accountLock() && failures.isLocked(canonicalName, clock.instant());
    }

    /** Notes right credentials, which ends the row of failures; false if the name was locked meanwhile. */
    public boolean succeeded(String canonicalName) {
        return !rules.get().policy().accountLock() || failures.reset(canonicalName, clock.instant());
    }

    /** Counts a failure; what the client is told: CREDENTIALS, or LOCKED if the name was locked meanwhile. */
    public Reason failed(FailedLogin login) {
        GuessingRules now = rules.get();
        countAgainstAddress(now, login);
        return countAgainstName(now, login) ? Reason.CREDENTIALS : Reason.LOCKED;
    }

    private void countAgainstAddress(GuessingRules now, FailedLogin login) {
        Optional<IpAddress> address =
                IpAddress.parse(login.clientAddress()) instanceof Parsed<IpAddress>(IpAddress parsed)
                        ? Optional.of(parsed)
                        : Optional.empty();
        address.filter(counted -> now.countsAgainst(counted, login.service()))
                .map(ClientNetwork::of)
                .ifPresent(client -> transactions.executeWithoutResult(_ -> {
                    var instant = clock.instant();
                    ClientTally tally = failures.count(
                            client, login.service(), login.canonicalName(), instant, now.windowStart(instant));
                    if (now.blocks(tally)) {
                        failures.forgetClient(client);
                        blocks.addForGuessing(client, tally, now.blockTime(), login.service());
                    }
                }));
    }

    /** False if the name is locked already. */
    private boolean countAgainstName(GuessingRules now, FailedLogin login) {
        if (!now.policy().accountLock()) {
            return true;
        }
        Password password = login.password();
        if (password != null && repeated.isRepeated(login.canonicalName(), password)) {
            return !failures.isLocked(login.canonicalName(), clock.instant());
        }
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var instant = clock.instant();
            Optional<NameTally> tally =
                    failures.count(login.canonicalName(), now.policy().lockAfter(), instant, now.lockEnd(instant));
            tally.filter(NameTally::locks).ifPresent(locking -> tellLocked(now, login, locking));
            return tally.isPresent();
        }));
    }

    private void tellLocked(GuessingRules now, FailedLogin login, NameTally tally) {
        int seconds = now.policy().lockSeconds();
        LOG.info("{}: account locked for {} s after {} failed logins", login.service(), seconds, tally.failures());
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(
                        "account.locked",
                        clock.instant(),
                        login.service(),
                        login.clientAddress(),
                        Map.of("account", login.canonicalName(), "seconds", Integer.toString(seconds))));
    }
}
