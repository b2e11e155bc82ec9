package org.letterlock.auth.credential;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    // Shorter than the deadline of a login (AUTH-9): whoever waits longer gets the temporary answer.
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final int MAX_WAITING = 256;

    private final ThreadPoolExecutor threads;
    private final SecureRandom random;
    private final Argon2Hash decoy;

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
        this.decoy = new Argon2Hash(Argon2Cost.DEFAULT, octets(Argon2Hash.SALT_OCTETS), octets(Argon2Hash.TAG_OCTETS));
    }

    /** Makes the verifiers of a new password. */
    public Verifiers hash(Password password) {
        byte[] argonSalt = octets(Argon2Hash.SALT_OCTETS);
        byte[] scramSalt = octets(SCRAM_SALT_OCTETS);
        return compute(() -> new Verifiers(
                Argon2Hash.compute(password, argonSalt, Argon2Cost.DEFAULT),
                ScramKeys.derive(password, scramSalt, SCRAM_ITERATIONS)));
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
    boolean matches(Verifiers verifiers, Password password) {
        return compute(() -> verifiers.argon2().matches(password));
    }

    /** Does the work of {@link #matches} for a password that nobody has (AUTH-7). */
    void pretend(Password password) {
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
