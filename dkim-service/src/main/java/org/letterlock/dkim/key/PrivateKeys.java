package org.letterlock.dkim.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.PrivateKey;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/** Private keys ready to sign, kept in memory for 10 minutes after their last use (DKIM-5). Safe for use by any thread. */
public final class PrivateKeys {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final int MOST = 10_000;

    private final JdbcSigningKeys keys;
    private final SigningCrypto crypto;
    private final Cache<UUID, PrivateKey> opened;

    public PrivateKeys(JdbcSigningKeys keys, SigningCrypto crypto, Ticker ticker) {
        this.keys = keys;
        this.crypto = crypto;
        this.opened = Caffeine.newBuilder()
                .expireAfterAccess(KEPT)
                .maximumSize(MOST)
                .ticker(ticker)
                .scheduler(Scheduler.systemScheduler())
                .build();
    }

    /** The private half of a key; empty once it is destroyed. */
    public Optional<PrivateKey> find(SigningKey key) {
        PrivateKey known = opened.getIfPresent(key.id());
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PrivateKey> found = keys.privateKey(key.id()).map(pkcs8 -> open(key.algorithm(), pkcs8));
        found.ifPresent(secret -> opened.put(key.id(), secret));
        return found;
    }

    /** How many are in memory now. */
    long inMemory() {
        opened.cleanUp();
        return opened.estimatedSize();
    }

    private PrivateKey open(Algorithm algorithm, byte[] pkcs8) {
        try {
            return crypto.privateKey(algorithm, pkcs8);
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
    }
}
