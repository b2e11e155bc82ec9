package org.letterlock.auth.credential;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;

/**
 * Remembers for 300 s which passwords were found right, to spare the hashing (AUTH-10): as HMAC under a key that lives only
 * in this process. An entry names the version of the password, so a changed one is not found. Safe for use by any thread.
 */
final class FingerprintCache {
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    private static final int MAX_ENTRIES = 100_000;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Cache<Slot, Octets> fingerprints;

    FingerprintCache(SecureRandom random, Ticker ticker) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
        fingerprints = Caffeine.newBuilder()
                .expireAfterWrite(LIFETIME)
                .maximumSize(MAX_ENTRIES)
                .ticker(ticker)
                .build();
    }

    boolean holds(SealedVerifiers verifiers, Password password) {
        Octets known = fingerprints.getIfPresent(Slot.of(verifiers));
        return known != null && MessageDigest.isEqual(known.view(), fingerprint(verifiers, password));
    }

    void remember(SealedVerifiers verifiers, Password password) {
        fingerprints.put(Slot.of(verifiers), Octets.wrap(fingerprint(verifiers, password)));
    }

    private byte[] fingerprint(SealedVerifiers verifiers, Password password) {
        UUID account = verifiers.account().value();
        byte[] octets = password.toUtf8();
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(ByteBuffer.allocate(24)
                    .putLong(account.getMostSignificantBits())
                    .putLong(account.getLeastSignificantBits())
                    .putLong(verifiers.version())
                    .flip());
            return mac.doFinal(octets);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private record Slot(UUID account, long version) {
        static Slot of(SealedVerifiers verifiers) {
            return new Slot(verifiers.account().value(), verifiers.version());
        }
    }
}
