package org.letterlock.auth.credential;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.letterlock.sasl.CramMd5Keys;
import org.letterlock.sasl.DigestMd5Keys;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.NtlmResponse;
import org.letterlock.sasl.NtlmVerifier;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.ScramKeys;
import org.letterlock.sasl.ServerState.AwaitingKeys;
import org.letterlock.sasl.ServerState.AwaitingNtlmVerdict;
import org.letterlock.sasl.StoredCredential;
import org.letterlock.sasl.Verifier;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;

/**
 * Checks passwords and gives the keys for SCRAM, in the same time and with the same look whether or not there is such an
 * account (AUTH-3, AUTH-7). Safe for use by any thread; callers block.
 */
public final class CredentialCheck {
    private static final Duration COSTS_KNOWN_FOR = Duration.ofSeconds(1);

    private final JdbcCredentials credentials;
    private final PasswordHashing hashing;
    private final FingerprintCache cache;
    private final Sealer sealer;
    private final LoadingCache<Boolean, CostsInUse> costs;
    private final byte[] pretendingSecret;

    public CredentialCheck(JdbcCredentials credentials, PasswordHashing hashing, Sealer sealer, SecureRandom random) {
        this(credentials, hashing, sealer, new FingerprintCache(random, Ticker.systemTicker()));
    }

    CredentialCheck(JdbcCredentials credentials, PasswordHashing hashing, Sealer sealer, FingerprintCache cache) {
        this.credentials = credentials;
        this.hashing = hashing;
        this.cache = cache;
        this.sealer = sealer;
        this.costs = Caffeine.newBuilder().expireAfterWrite(COSTS_KNOWN_FOR).build(_ -> credentials.costsInUse());
        this.pretendingSecret = sealer.token(ClassKey.SECRETS, "auth", "keys for unknown names");
    }

    /**
     * Whether this is the password.
     *
     * @param stored empty for a name that nobody has, and for an account without a password
     * @param canonicalName the same for all spellings of a name
     */
    public boolean matches(Optional<SealedVerifiers> stored, Password password, String canonicalName) {
        if (stored.isPresent() && cache.holds(stored.get(), password)) {
            return true;
        }
        PasswordCost drawn = costOf(canonicalName); // for every name, or the time that it takes would tell of some
        Optional<PasswordHash> hash =
                stored.map(verifiers -> credentials.open(verifiers).hash());
        boolean right = hash.isPresent() && hashing.matches(hash.get(), password);
        if (right) {
            cache.remember(stored.orElseThrow(), password);
        } else {
            pretend(hash, drawn, password);
        }
        return right;
    }

    // A wrong password costs the same whatever the format and whether or not somebody has the name (AUTH-7, POL-9):
    // the work of each format that is in use.
    private void pretend(Optional<PasswordHash> done, PasswordCost drawn, Password password) {
        for (PasswordFormat format : PasswordFormat.values()) {
            boolean isDone = done.filter(hash -> hash.format() == format).isPresent();
            if (isDone) {
                continue;
            }
            switch (format) {
                case STRONG -> hashing.pretend(drawn.argon2(), password);
                case SHA -> {
                    if (credentials.isInUse(PasswordFormat.SHA)) {
                        hashing.pretendSha(password);
                    }
                }
            }
        }
    }

    /** What a login with that name would cost if nobody had it. */
    private PasswordCost costOf(String canonicalName) {
        byte[] token = sealer.token(ClassKey.SECRETS, "auth", "costs of unknown names", canonicalName);
        return costs.get(true).draw(token, hashing.cost());
    }

    /** What a password can be checked with, as it is stored; nothing for a name that nobody has (POL-9). */
    public Set<StoredCredential> usable(Optional<SealedVerifiers> stored) {
        return stored.map(verifiers -> credentials.open(verifiers).choice().credentials())
                .orElse(Set.of());
    }

    /**
     * What the proof of a mechanism that does not show the password is checked with. For a name that nobody has, or whose
     * password is not stored so, it is one that nobody can prove (AUTH-3, POL-9).
     *
     * @param canonicalName the same for all spellings of a name
     */
    public Verifier verifier(AwaitingKeys wanted, Optional<SealedVerifiers> stored, String canonicalName) {
        Optional<Verifiers> verifiers = stored.map(credentials::open);
        PasswordCost drawn = costOf(canonicalName);
        return switch (wanted.needs()) {
            case SCRAM_SHA_256_KEYS ->
                verifiers
                        .flatMap(Verifiers::scram)
                        .orElseGet(() -> ScramKeys.pretended(
                                pretendingSecret,
                                canonicalName,
                                PasswordHashing.SCRAM_SALT_OCTETS,
                                drawn.scramIterations()));
            case CRAM_MD5_KEYS ->
                verifiers
                        .flatMap(Verifiers::cramMd5)
                        .orElseGet(() -> CramMd5Keys.pretended(pretendingSecret, canonicalName));
            case DIGEST_MD5_KEYS -> verifiers.flatMap(Verifiers::digestMd5).orElse(DigestMd5Keys.NONE);
            case NTLM_VERIFIER -> ntlm(wanted, verifiers, canonicalName);
            case PASSWORD, APOP_PASSWORD -> throw new IllegalArgumentException("no keys of " + wanted.needs());
        };
    }

    private Verifier ntlm(AwaitingKeys wanted, Optional<Verifiers> verifiers, String canonicalName) {
        if (!(wanted instanceof AwaitingNtlmVerdict(NtlmResponse response, var _))) {
            throw new IllegalArgumentException("no response to judge");
        }
        NtlmVerifier verifier =
                verifiers.flatMap(Verifiers::ntHash).orElseGet(() -> NtHash.pretended(pretendingSecret, canonicalName));
        return verifier.judge(response);
    }
}
