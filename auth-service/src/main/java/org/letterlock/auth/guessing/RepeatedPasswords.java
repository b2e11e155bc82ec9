package org.letterlock.auth.guessing;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import org.letterlock.auth.credential.PasswordFingerprints;
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

    private final PasswordFingerprints fingerprints;
    private final Cache<Octets, Boolean> seen;

    RepeatedPasswords(SecureRandom random, Ticker ticker) {
        fingerprints = new PasswordFingerprints(random);
        seen = Caffeine.newBuilder()
                .expireAfterAccess(LIFETIME)
                .maximumSize(MAX_ENTRIES)
                .ticker(ticker)
                .build();
    }

    /** Whether it was tried before; from now on it was. */
    boolean isRepeated(String canonicalName, Password wrong) {
        byte[] name = canonicalName.getBytes(StandardCharsets.UTF_8);
        return seen.asMap().putIfAbsent(fingerprints.of(name, wrong), true) != null;
    }
}
