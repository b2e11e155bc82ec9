package org.letterlock.auth.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.UUID;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;

/**
 * Remembers for 300 s which passwords were found right, to spare the hashing (AUTH-10): as HMAC under a key that lives only
 * in this process. An entry names the version of the password, so a changed one is not found. Safe for use by any thread.
 */
final class FingerprintCache {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int MAX_ENTRIES = 100_000;

    private final PasswordFingerprints fingerprints;
    private final Cache<Slot, Octets> known;

    FingerprintCache(SecureRandom random, Ticker ticker) {
        fingerprints = new PasswordFingerprints(random);
        known = Caffeine.newBuilder()
                .expireAfterWrite(LIFETIME)
                .maximumSize(MAX_ENTRIES)
                .ticker(ticker)
                .build();
    }

    boolean holds(SealedVerifiers verifiers, Password password) {
        Octets right = known.getIfPresent(Slot.of(verifiers));
        return right != null
                && MessageDigest.isEqual(
                        right.view(), fingerprint(verifiers, password).view());
    }

    void remember(SealedVerifiers verifiers, Password password) {
        known.put(Slot.of(verifiers), fingerprint(verifiers, password));
    }

    private Octets fingerprint(SealedVerifiers verifiers, Password password) {
        UUID account = verifiers.account().value();
        byte[] owner = ByteBuffer.allocate(24)
                .putLong(account.getMostSignificantBits())
                .putLong(account.getLeastSignificantBits())
                .putLong(verifiers.version())
                .array();
        return fingerprints.of(owner, password);
    }

    private record Slot(UUID account, long version) {
        static Slot of(SealedVerifiers verifiers) {
            return new Slot(verifiers.account().value(), verifiers.version());
        }
    }
}
