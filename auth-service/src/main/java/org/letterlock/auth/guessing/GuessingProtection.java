package org.letterlock.auth.guessing;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.guessing.JdbcLocks.Standing;
import org.letterlock.auth.guessing.NameTally.Lock;
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
 * <p>The order of a login: {@link #isBlocked}, {@link #turnsAway}, the check of the password, and then {@link #succeeded} or
 * {@link #failed}. Block and lock are looked at before the password and again after it, because logins that began together
 * must not all be tried against the password: what came meanwhile is what both the right and the wrong ones are told.
 *
 * <p>Where a name has logged in from within 30 days is a known source of it, with a count of its own; all others are strangers
 * and lock out each other only, as long as they do not fail {@value JdbcLocks#CEILING} times within an hour (GUESS-10).
 */
public final class GuessingProtection {
    private static final Logger LOG = LoggerFactory.getLogger(GuessingProtection.class);

    private final JdbcFailures failures;
    private final JdbcLocks locks;
    private final AddressBlocks blocks;
    private final RepeatedPasswords repeated;
    private final Supplier<GuessingRules> rules;
    private final ReplicatedView<AddressBlock> blocked;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    GuessingProtection(
            JdbcFailures failures,
            JdbcLocks locks,
            AddressBlocks blocks,
            RepeatedPasswords repeated,
            Supplier<GuessingRules> rules,
            ReplicatedView<AddressBlock> blocked,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.failures = failures;
        this.locks = locks;
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

    /**
     * Whether the password must not be looked at (GUESS-8). A stranger who tries a locked name is counted against his address,
     * or nothing would ever stop him; a known source is not, for others may have locked the name.
     */
    public boolean turnsAway(LoginClaim claim) {
        GuessingRules now = rules.get();
        if (!now.policy().accountLock()) {
            return false;
        }
        Standing standing = locks.standing(claim.canonicalName(), source(claim), clock.instant());
        if (standing.isLocked() && !standing.isKnown()) {
            countAgainstAddress(now, claim);
        }
        return standing.isLocked();
    }

    /** Whether the password would not be looked at; counts nothing. */
    public boolean isLocked(LoginClaim claim) {
        return rules.get().policy().accountLock()
                && locks.standing(claim.canonicalName(), source(claim), clock.instant())
                        .isLocked();
    }

    /** Notes right credentials, which ends the row of failures; false if a block or a lock came meanwhile. */
    public boolean succeeded(LoginClaim claim) {
        if (isBlocked(claim.clientAddress())) {
            return false;
        }
        boolean isFree = locks.succeed(claim.canonicalName(), source(claim), clock.instant());
        return isFree || !rules.get().policy().accountLock();
    }

    /**
     * Counts a failure; what the client is told: CREDENTIALS, or LOCKED if a lock came meanwhile. A password that comes again for
     * the same name counts no more against the name (GUESS-9) and, from a known source, not against the address either: a
     * device with an old password must not have its owner's home blocked.
     *
     * @param password what was tried, where the mechanism showed it; null for a challenge mechanism
     */
    public Reason failed(LoginClaim claim, @Nullable Password password) {
        GuessingRules now = rules.get();
        boolean isRepetition = password != null && repeated.isRepeated(claim.canonicalName(), password);
        Standing standing = isRepetition
                ? locks.standing(claim.canonicalName(), source(claim), clock.instant())
                : new Standing(false, false);
        if (!standing.isKnown()) {
            countAgainstAddress(now, claim);
        }
        boolean isLocked =
                now.policy().accountLock() && (isRepetition ? standing.isLocked() : !countAgainstName(now, claim));
        return isLocked ? Reason.LOCKED : Reason.CREDENTIALS;
    }

    private void countAgainstAddress(GuessingRules now, LoginClaim claim) {
        Optional<IpAddress> address =
                IpAddress.parse(claim.clientAddress()) instanceof Parsed<IpAddress>(IpAddress parsed)
                        ? Optional.of(parsed)
                        : Optional.empty();
        address.filter(counted -> now.countsAgainst(counted, claim.service()))
                .map(ClientNetwork::of)
                .ifPresent(client -> transactions.executeWithoutResult(_ -> {
                    var instant = clock.instant();
                    ClientTally tally = failures.count(
                            client, claim.service(), claim.canonicalName(), instant, now.windowStart(instant));
                    if (now.blocks(tally)) {
                        failures.forget(client);
                        blocks.addForGuessing(client, tally, now.blockTime(), claim.service());
                    }
                }));
    }

    /** False if a lock holds already. */
    private boolean countAgainstName(GuessingRules now, LoginClaim claim) {
        return Boolean.TRUE.equals(transactions.execute(_ -> {
            var instant = clock.instant();
            Optional<NameTally> tally = locks.count(
                    claim.canonicalName(), source(claim), now.policy().lockAfter(), instant, now.lockEnd(instant));
            tally.filter(counted -> counted.locks() != Lock.NOBODY)
                    .ifPresent(locking -> tellLocked(now, claim, locking));
            return tally.isPresent();
        }));
    }

    private static Optional<ClientNetwork> source(LoginClaim claim) {
        return ClientNetwork.parse(claim.clientAddress());
    }

    private void tellLocked(GuessingRules now, LoginClaim claim, NameTally tally) {
        int seconds = now.policy().lockSeconds();
        LOG.info(
                "{}: account locked for {} s and {} after {} failed logins",
                claim.service(),
                seconds,
                tally.locks(),
                tally.failures());
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(
                        "account.locked",
                        clock.instant(),
                        claim.service(),
                        claim.clientAddress(),
                        Map.of(
                                "account",
                                claim.canonicalName(),
                                "seconds",
                                Integer.toString(seconds),
                                "for",
                                tally.locks().name())));
    }
}
