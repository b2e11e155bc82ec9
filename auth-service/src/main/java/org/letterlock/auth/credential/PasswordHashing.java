package org.letterlock.auth.credential;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.letterlock.sasl.CramMd5Keys;
import org.letterlock.sasl.DigestMd5Keys;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.ScramKeys;

/**
 * Computes and checks verifiers. Each costs tens of milliseconds of a core and 19 MiB, so no more run at once than there are
 * cores; they run on threads of their own, because on virtual ones they would keep everything else from running. Further ones
 * wait in a bounded queue. Safe for use by any thread; callers block.
 */
public final class PasswordHashing implements AutoCloseable {
    /** CRED-1. */
    public static final int SCRAM_ITERATIONS = 65_536;

    static final int SCRAM_SALT_OCTETS = 16;

    private static final int SALT_OCTETS = 16; // of Argon2id and of PBKDF2

    // Shorter than the deadline of a login (AUTH-9): whoever waits longer gets the temporary answer.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads;
    private final SecureRandom random;
    private final PasswordHash strongDecoy;
    private final PasswordHash shaDecoy;

    public PasswordHashing(SecureRandom random) {
        this(random, Runtime.getRuntime().availableProcessors(), MAX_WAITING);
    }

    PasswordHashing(SecureRandom random, int atOnce, int waiting) {
        this.random = random;
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name("password-hashing-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        this.strongDecoy = new Argon2Hash(Argon2Cost.DEFAULT, octets(SALT_OCTETS), octets(Argon2Hash.TAG_OCTETS));
        this.shaDecoy = new Pbkdf2Hash(Pbkdf2Hash.ITERATIONS, octets(SALT_OCTETS), octets(Pbkdf2Hash.KEY_OCTETS));
    }

    /** Makes the verifiers of a new password in format STRONG, without legacy secrets. */
    public Verifiers hash(Password password) {
        return hash(password, StorageChoice.DEFAULT, DigestNames.NONE);
    }

    /** Makes the verifiers of a new password. */
    Verifiers hash(Password password, StorageChoice choice, DigestNames digestNames) {
        byte[] salt = octets(SALT_OCTETS);
        byte[] scramSalt = octets(SCRAM_SALT_OCTETS);
        return compute(() -> switch (choice.format()) {
            case STRONG ->
                new Verifiers(
                        Argon2Hash.compute(password, salt, Argon2Cost.DEFAULT),
                        ScramKeys.derive(password, scramSalt, SCRAM_ITERATIONS),
                        legacy(password, choice.legacySecrets(), digestNames));
            case SHA ->
                new Verifiers(
                        Pbkdf2Hash.compute(password, salt, Pbkdf2Hash.ITERATIONS),
                        null,
                        legacy(password, choice.legacySecrets(), digestNames));
        });
    }

    private static Verifiers.Legacy legacy(Password password, Set<LegacySecret> wanted, DigestNames names) {
        return new Verifiers.Legacy(
                wanted.contains(LegacySecret.CRAM_MD5) ? CramMd5Keys.of(password) : null,
                wanted.contains(LegacySecret.DIGEST_MD5)
                        ? DigestMd5Keys.derive(names.names(), names.realms(), password)
                        : null,
                wanted.contains(LegacySecret.NTLM) ? NtHash.of(password) : null);
    }

    /** What is kept of a new password for its history. */
    FormerPassword remembered(Password password) {
        byte[] salt = octets(Argon2Hash.SALT_OCTETS);
        return compute(() -> new FormerPassword(Argon2Hash.compute(password, salt, Argon2Cost.DEFAULT)));
    }

    /** Whether this was the password. */
    boolean matches(FormerPassword former, Password password) {
        return compute(() -> former.hash().matches(password));
    }

    /** Whether this is the password. */
    boolean matches(PasswordHash hash, Password password) {
        return compute(() -> hash.matches(password));
    }

    /** Does the work of {@link #matches} for a password that nobody has (AUTH-7). */
    void pretend(PasswordFormat format, Password password) {
        PasswordHash decoy = switch (format) {
            case STRONG -> strongDecoy;
            case SHA -> shaDecoy;
        };
        compute(() -> decoy.matches(password));
    }

    /** Ends the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private byte[] octets(int count) {
        byte[] octets = new byte[count];
        random.nextBytes(octets);
        return octets;
    }

    private <T> T compute(Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(work);
        } catch (RejectedExecutionException full) {
            throw new HashingOverloadedException(full);
        }
        try {
            return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLate) {
            result.cancel(false);
            throw new HashingOverloadedException(tooLate);
        } catch (InterruptedException stopping) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new HashingOverloadedException(stopping);
        } catch (ExecutionException bug) {
            throw new IllegalStateException("hashing failed", bug.getCause());
        }
    }
}
