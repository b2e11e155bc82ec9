package org.letterlock.auth.guessing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;

/**
 * Recognises a wrong password that comes again for the same name within 15 min, so that a device with an old password does not
 * lock its owner (GUESS-9). Remembers an HMAC under a key that lives only in this process, and each repetition renews the
 * 15 min. Safe for use by any thread.
 */
final class RepeatedPasswords {
    private static final Duration LIFETIME = Duration.ofMinutes(15);
    private static final int MAX_ENTRIES = 200_000;
    private static final String HMAC = "HmacSHA256";

    private final SecretKeySpec key;
    private final Cache<Octets, Boolean> seen;

    RepeatedPasswords(SecureRandom random, Ticker ticker) {
        byte[] secret = new byte[32];
        random.nextBytes(secret);
        key = new SecretKeySpec(secret, HMAC);
        seen = Caffeine.newBuilder()
                .expireAfterAccess(LIFETIME)
                .maximumSize(MAX_ENTRIES)
                .ticker(ticker)
                .build();
    }

    /** Whether it was tried before; from now on it was. */
    boolean isRepeated(String canonicalName, Password wrong) {
        return seen.asMap().putIfAbsent(fingerprint(canonicalName, wrong), true) != null;
    }

    private Octets fingerprint(String canonicalName, Password password) {
        byte[] octets = password.toUtf8();
        byte[] name = canonicalName.getBytes(StandardCharsets.UTF_8);
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update((byte) (name.length >> 8)); // the length keeps name and password apart
            mac.update((byte) name.length);
            mac.update(name);
            return Octets.wrap(mac.doFinal(octets));
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }
}
