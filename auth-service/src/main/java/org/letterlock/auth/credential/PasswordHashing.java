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
import java.util.function.Supplier;
import org.letterlock.sasl.CramMd5Keys;
import org.letterlock.sasl.DigestMd5Keys;
import org.letterlock.sasl.NtHash;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.ScramKeys;

/**
 * Computes and checks verifiers. Each costs tens of milliseconds of a core and some memory, more where it is so set (CRED-1),
 * so no more run at once than there are cores and than half of the heap holds; they run on threads of their own, because
 * on virtual ones they would keep everything else from running. Further ones wait in a bounded queue. Safe for use by any
 * thread; callers block.
 */
public final class PasswordHashing implements AutoCloseable {
    static final int SCRAM_SALT_OCTETS = 16;

    private static final int SALT_OCTETS = 16; // of Argon2id and of PBKDF2

    // Shorter than the deadline of a login (AUTH-9): whoever waits longer gets the temporary answer.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    // A new password costs a hash and the keys; nobody waits for it in a dialogue of a mail protocol.
    private static final Duration PATIENCE_FOR_NEW = Duration.ofSeconds(30);
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads;
    private final SecureRandom random;
    private final Supplier<PasswordCost> cost;
    private final HashingMemory memory;
    private final byte[] decoySalt;
    private final PasswordHash shaDecoy;

    PasswordHashing(SecureRandom random, Supplier<PasswordCost> cost) {
        this(random, cost, HashingMemory.ofHeap(), Runtime.getRuntime().availableProcessors(), MAX_WAITING);
    }

    /**
     * With limits.
     *
     * @param cost what new passwords cost
     * @param atOnce most that are computed at once
     * @param waiting most that wait
     */
    PasswordHashing(SecureRandom random, Supplier<PasswordCost> cost, HashingMemory memory, int atOnce, int waiting) {
        this.cost = cost;
        this.memory = memory;
        this.random = random;
        this.threads = new ThreadPoolExecutor(
                atOnce,
                atOnce,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(waiting),
                Thread.ofPlatform().name("password-hashing-", 1).daemon().factory());
        threads.allowCoreThreadTimeOut(true);
        this.decoySalt = octets(SALT_OCTETS);
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
        PasswordCost now = cost.get();
        int needed = choice.format() == PasswordFormat.STRONG ? now.argon2().memoryKibibytes() : 0;
        return compute(needed, PATIENCE_FOR_NEW, () -> switch (choice.format()) {
            case STRONG ->
                new Verifiers(
                        Argon2Hash.compute(password, salt, now.argon2()),
                        ScramKeys.derive(password, scramSalt, now.scramIterations()),
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
        Argon2Cost now = cost.get().argon2();
        return compute(
                now.memoryKibibytes(),
                PATIENCE_FOR_NEW,
                () -> new FormerPassword(Argon2Hash.compute(password, salt, now)));
    }

    /** Whether this was the password. */
    boolean matches(FormerPassword former, Password password) {
        Argon2Hash hash = former.hash();
        return compute(hash.memoryKibibytes(), PATIENCE_FOR_NEW, () -> hash.matches(password));
    }

    /** Whether this is the password. */
    boolean matches(PasswordHash hash, Password password) {
        return compute(hash.memoryKibibytes(), PATIENCE, () -> hash.matches(password));
    }

    /** What a new password would cost now. */
    PasswordCost cost() {
        return cost.get();
    }

    /** Does the work of {@link #matches} for a password in format STRONG that nobody has (AUTH-7). */
    void pretend(Argon2Cost wanted, Password password) {
        compute(wanted.memoryKibibytes(), PATIENCE, () -> Argon2Hash.compute(password, decoySalt, wanted));
    }

    /** Does the work of {@link #matches} for a password in format SHA that nobody has (POL-9). */
    void pretendSha(Password password) {
        compute(0, PATIENCE, () -> shaDecoy.matches(password));
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

    private <T> T compute(int kibibytes, Duration patience, Callable<T> work) {
        Future<T> result;
        try {
            result = threads.submit(() -> memory.with(kibibytes, patience, work));
        } catch (RejectedExecutionException full) {
            throw new HashingOverloadedException(full);
        }
        try {
            return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLate) {
            result.cancel(false);
            throw new HashingOverloadedException(tooLate);
        } catch (InterruptedException stopping) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new HashingOverloadedException(stopping);
        } catch (ExecutionException failure) {
            if (failure.getCause() instanceof TimeoutException noMemory) {
                throw new HashingOverloadedException(noMemory);
            }
            throw new IllegalStateException("hashing failed", failure.getCause());
        }
    }
}
