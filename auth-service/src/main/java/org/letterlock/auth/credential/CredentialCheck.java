package org.letterlock.auth.credential;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.Optional;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.ScramKeys;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * Checks passwords and gives the keys for SCRAM, in the same time and with the same look whether or not there is such an
 * account (AUTH-3, AUTH-7). Safe for use by any thread; callers block.
 */
public final class CredentialCheck {
    private final JdbcCredentials credentials;
    private final PasswordHashing hashing;
    private final FingerprintCache cache;
    private final byte[] pretendingSecret;

    public CredentialCheck(JdbcCredentials credentials, PasswordHashing hashing, Sealer sealer, SecureRandom random) {
        this(credentials, hashing, sealer, new FingerprintCache(random, Ticker.systemTicker()));
    }

    CredentialCheck(JdbcCredentials credentials, PasswordHashing hashing, Sealer sealer, FingerprintCache cache) {
        this.credentials = credentials;
        this.hashing = hashing;
        this.cache = cache;
        this.pretendingSecret = sealer.token(ClassKey.SECRETS, "auth", "keys for unknown names");
    }

    /**
     * Whether this is the password.
     *
     * @param stored empty for a name that nobody has, and for an account without a password
     */
    public boolean matches(Optional<SealedVerifiers> stored, Password password) {
        if (stored.isEmpty()) {
            hashing.pretend(password);
            return false;
        }
        if (cache.holds(stored.get(), password)) {
            return true;
        }
        boolean right = hashing.matches(credentials.open(stored.get()), password);
        if (right) {
            cache.remember(stored.get(), password);
        }
        return right;
    }

    /**
     * The keys that a SCRAM exchange goes on with.
     *
     * @param canonicalName the same for all spellings of a name
     */
    public ScramKeys scramKeys(Optional<SealedVerifiers> stored, String canonicalName) {
        return stored.map(verifiers -> credentials.open(verifiers).scram())
                .orElseGet(() -> ScramKeys.pretended(
                        pretendingSecret,
                        canonicalName,
                        PasswordHashing.SCRAM_SALT_OCTETS,
                        PasswordHashing.SCRAM_ITERATIONS));
    }
}
