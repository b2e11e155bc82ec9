package org.letterlock.dkim.key;

import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.dkim.setting.DomainSettings;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Makes keys and moves them through their states (DKIM-7). Each change is one transaction with its audit event; changes to the
 * keys of one domain wait for each other.
 *
 * <pre>
 * state        event                                  next state
 * PENDING_DNS  record seen on all servers             ACTIVE; older active keys of the same algorithm: RETIRING
 * RETIRING     14 days later                          RETIRED, private key destroyed
 * any          revoked                                REVOKED, private key destroyed
 * </pre>
 */
public final class KeyLifecycle {
    /** How long the record of a replaced key is still needed (DKIM-35). */
    static final Duration RETIRE_AFTER = Duration.ofDays(14);

    private static final int ED25519_BITS = 256;
    private static final int MAX_SELECTORS_A_MONTH = 1000;

    private final JdbcSigningKeys keys;
    private final SigningCrypto crypto;
    private final KeyEvents events;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    public KeyLifecycle(
            JdbcSigningKeys keys,
            SigningCrypto crypto,
            KeyEvents events,
            TransactionOperations transactions,
            InstantSource clock) {
        this.keys = keys;
        this.crypto = crypto;
        this.events = events;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Makes a key set (DKIM-3); {@code 409 rotation-running} while another one waits for its records. */
    public List<SigningKey> create(DomainRecord domain, DomainSettings settings, Actor actor) {
        List<KeyPair> pairs = generate(settings);
        return inTransaction(domain, () -> {
            boolean waiting = keys.ofDomain(domain.id()).stream().anyMatch(key -> key.state() == KeyState.PENDING_DNS);
            if (waiting) {
                throw new ProblemException(
                        ProblemType.ROTATION_RUNNING, "Keys of this domain wait for their records already.");
            }
            return store(domain, settings, pairs, actor);
        });
    }

    /** Revokes a key and makes a replacement, unless one waits already (DKIM-9). Gives the keys of the replacement. */
    public List<SigningKey> revoke(DomainRecord domain, DomainSettings settings, SigningKey key, Actor actor) {
        List<KeyPair> pairs = generate(settings);
        return inTransaction(domain, () -> {
            move(key, KeyState.REVOKED, actor);
            boolean waiting =
                    keys.ofDomain(domain.id()).stream().anyMatch(other -> other.state() == KeyState.PENDING_DNS);
            return waiting ? List.of() : store(domain, settings, pairs, actor);
        });
    }

    /** The record of a key is seen on all servers. Says whether the key was waiting for that; others stay what they are. */
    public boolean activate(DomainRecord domain, SigningKey key, Actor actor) {
        return inTransaction(domain, () -> {
            List<SigningKey> all = keys.ofDomain(domain.id());
            Optional<SigningKey> waiting = all.stream()
                    .filter(other -> other.id().equals(key.id()) && other.state() == KeyState.PENDING_DNS)
                    .findFirst();
            waiting.ifPresent(current -> {
                move(current, KeyState.ACTIVE, actor);
                all.stream()
                        .filter(other -> other.state() == KeyState.ACTIVE && other.algorithm() == key.algorithm())
                        .forEach(other -> move(other, KeyState.RETIRING, Actor.SYSTEM));
            });
            return waiting.isPresent();
        });
    }

    /** Retires a replaced key if its time has come. */
    public void retireIfDue(DomainRecord domain, SigningKey key) {
        if (key.state() == KeyState.RETIRING
                && !clock.instant().isBefore(key.stateChangedAt().plus(RETIRE_AFTER))) {
            inTransaction(domain, () -> {
                move(key, KeyState.RETIRED, Actor.SYSTEM);
                return key;
            });
        }
    }

    /** The record of an active key was looked for. Says whether that is news (DKIM-15). */
    public boolean noteRecord(DomainRecord domain, SigningKey key, boolean missing) {
        return inTransaction(domain, () -> {
            boolean news = keys.noteMissing(key.id(), missing);
            if (news) {
                events.recordSeen(key, missing);
            }
            return news;
        });
    }

    /** Deletes a key that nobody needs; {@code 409 in-use} for others. */
    public void delete(DomainRecord domain, SigningKey key, Actor actor) {
        if (!key.state().isDeletable()) {
            throw new ProblemException(ProblemType.IN_USE, "The key signs, or its record is still needed.");
        }
        inTransaction(domain, () -> {
            if (!keys.delete(key)) {
                throw ProblemException.changedMeanwhile();
            }
            events.deleted(key, actor);
            return key;
        });
    }

    // Outside of the transaction: an RSA key takes a while.
    private List<KeyPair> generate(DomainSettings settings) {
        List<KeyPair> pairs = new ArrayList<>();
        pairs.add(crypto.generate(Algorithm.RSA_SHA256, settings.rsaBits()));
        if (settings.ed25519()) {
            pairs.add(crypto.generate(Algorithm.ED25519_SHA256, ED25519_BITS));
        }
        return pairs;
    }

    private List<SigningKey> store(DomainRecord domain, DomainSettings settings, List<KeyPair> pairs, Actor actor) {
        Instant now = clock.instant();
        UUID keySet = TimeOrderedUuid.of(now, UUID.randomUUID());
        List<SigningKey> made = new ArrayList<>();
        for (KeyPair pair : pairs) {
            Algorithm algorithm = made.isEmpty() ? Algorithm.RSA_SHA256 : Algorithm.ED25519_SHA256;
            SigningKey key = new SigningKey(
                    TimeOrderedUuid.of(now, UUID.randomUUID()),
                    domain.id(),
                    keySet,
                    freeSelector(domain, settings.selectorPrefix(), algorithm, now),
                    algorithm,
                    algorithm == Algorithm.RSA_SHA256 ? settings.rsaBits() : ED25519_BITS,
                    KeyState.PENDING_DNS,
                    Octets.wrap(SigningCrypto.published(algorithm, pair.getPublic())),
                    false,
                    now,
                    now,
                    1);
            byte[] pkcs8 = pair.getPrivate().getEncoded();
            try {
                keys.add(key, pkcs8);
            } finally {
                Arrays.fill(pkcs8, (byte) 0);
            }
            events.created(key, actor);
            made.add(key);
        }
        return List.copyOf(made);
    }

    private Selector freeSelector(DomainRecord domain, String prefix, Algorithm algorithm, Instant now) {
        YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.UTC));
        for (int attempt = 0; attempt < MAX_SELECTORS_A_MONTH; attempt++) {
            Selector selector = Selector.of(prefix, month, algorithm, attempt);
            if (keys.take(selector, domain.names())) {
                return selector;
            }
        }
        throw new ProblemException(ProblemType.NAME_IN_USE, "All selectors of this month are used.");
    }

    private void move(SigningKey key, KeyState state, Actor actor) {
        if (!keys.move(key, state, clock.instant())) {
            throw ProblemException.changedMeanwhile();
        }
        events.stateChanged(key, state, actor);
    }

    private <T> T inTransaction(DomainRecord domain, Supplier<T> change) {
        return transactions.execute(_ -> {
            keys.lock(domain.id());
            return change.get();
        });
    }
}
