package org.letterlock.dkim.key;

import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
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
 * PENDING_DNS  record seen, no rotation runs          ACTIVE; older active keys of the same algorithm: RETIRING
 * PENDING_DNS  its rotation is ripe                   the whole set ACTIVE, what it replaces RETIRING
 * RETIRING     no signature needs the record any more RETIRING, and the record is to be emptied
 * RETIRING     DNS shows that it is                   RETIRED, private key destroyed
 * any          revoked                                REVOKED, private key destroyed
 * </pre>
 */
public final class KeyLifecycle {
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

    /**
     * Makes a key set (DKIM-3); empty where another one of the domain waits for its records.
     *
     * @param replacing is told of the new set within the same transaction if there are active keys that it is to replace
     */
    public Optional<List<SigningKey>> create(
            DomainRecord domain, DomainSettings settings, Actor actor, Consumer<UUID> replacing) {
        List<KeyPair> pairs = generate(settings);
        return alone(domain, () -> {
            List<SigningKey> others = keys.ofDomain(domain.id());
            if (hasAny(others, KeyState.PENDING_DNS)) {
                return Optional.empty();
            }
            List<SigningKey> made = store(domain, settings, pairs, actor);
            if (hasAny(others, KeyState.ACTIVE)) {
                replacing.accept(made.getFirst().keySet());
            }
            return Optional.of(made);
        });
    }

    /**
     * Puts the waiting keys of a set in the place of the active ones, all at once (DKIM-35). An old key whose algorithm the set
     * does not have goes on signing if the domain still wants that algorithm. Does nothing where none of the set waits.
     */
    public void switchOver(DomainRecord domain, DomainSettings settings, UUID keySet) {
        alone(domain, () -> {
            List<SigningKey> all = keys.ofDomain(domain.id());
            List<SigningKey> waiting = all.stream()
                    .filter(key -> key.keySet().equals(keySet) && key.state() == KeyState.PENDING_DNS)
                    .toList();
            Set<Algorithm> replaced = EnumSet.noneOf(Algorithm.class);
            waiting.forEach(key -> replaced.add(key.algorithm()));
            if (replaced.contains(Algorithm.RSA_SHA256) && !settings.ed25519()) {
                replaced.add(Algorithm.ED25519_SHA256);
            }
            waiting.forEach(key -> move(key, KeyState.ACTIVE, Actor.SYSTEM));
            all.stream()
                    .filter(key -> key.state() == KeyState.ACTIVE && replaced.contains(key.algorithm()))
                    .forEach(key -> move(key, KeyState.RETIRING, Actor.SYSTEM));
            return replaced;
        });
    }

    /** Deletes the keys of a set that wait (DKIM-37). */
    public void abandon(DomainRecord domain, UUID keySet, Actor actor) {
        alone(domain, () -> {
            List<SigningKey> waiting = keys.ofDomain(domain.id()).stream()
                    .filter(key -> key.keySet().equals(keySet) && key.state() == KeyState.PENDING_DNS)
                    .toList();
            waiting.forEach(key -> delete(domain, key, actor));
            return waiting;
        });
    }

    /** Revokes a key and makes a replacement, unless one waits already (DKIM-9). Gives the keys of the replacement. */
    public List<SigningKey> revoke(DomainRecord domain, DomainSettings settings, SigningKey key, Actor actor) {
        List<KeyPair> pairs = generate(settings);
        return alone(domain, () -> {
            move(key, KeyState.REVOKED, actor);
            boolean waiting = hasAny(keys.ofDomain(domain.id()), KeyState.PENDING_DNS);
            return waiting ? List.of() : store(domain, settings, pairs, actor);
        });
    }

    /** The record of a key is seen on all servers. Says whether the key was waiting for that alone; others stay what they are. */
    public boolean activate(DomainRecord domain, SigningKey key, Actor actor) {
        return alone(domain, () -> {
            List<SigningKey> all = keys.ofDomain(domain.id());
            Optional<SigningKey> waiting = all.stream()
                    .filter(other -> other.id().equals(key.id()) && other.state() == KeyState.PENDING_DNS)
                    .filter(other -> !other.inRotation())
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

    /** The record of a replaced key is needed no more; it is advised to empty it (DKIM-35). */
    public void withdraw(DomainRecord domain, SigningKey key) {
        alone(domain, () -> {
            if (keys.withdraw(key, clock.instant())) {
                events.withdrawn(key);
            }
            return key;
        });
    }

    /** The record of a withdrawn key is gone: destroys its private half, and tells it to everybody before if wanted (DKIM-39). */
    public void retire(DomainRecord domain, DomainSettings settings, SigningKey key) {
        alone(domain, () -> {
            if (settings.publishRetired()) {
                keys.disclose(key);
            }
            move(key, KeyState.RETIRED, Actor.SYSTEM);
            return key;
        });
    }

    /** Tells once that an active key will soon be replaced by itself (DKIM-36). */
    public void remind(DomainRecord domain, SigningKey key, Instant due) {
        alone(domain, () -> {
            boolean news = keys.noteReminded(key, clock.instant());
            if (news) {
                events.rotation("reminder", domain, Map.of("due", due.toString()), Actor.SYSTEM);
            }
            return news;
        });
    }

    /** The record of an active key was looked for. Says whether that is news (DKIM-15). */
    public boolean noteRecord(DomainRecord domain, SigningKey key, boolean missing) {
        return alone(domain, () -> {
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
        alone(domain, () -> {
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
                    1,
                    false,
                    false);
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

    private static boolean hasAny(List<SigningKey> all, KeyState state) {
        return all.stream().anyMatch(key -> key.state() == state);
    }

    /** Makes a change in one transaction, within which no other changes the keys of the domain. */
    public <T> T alone(DomainRecord domain, Supplier<T> change) {
        return transactions.execute(_ -> {
            keys.lock(domain.id());
            return change.get();
        });
    }
}
