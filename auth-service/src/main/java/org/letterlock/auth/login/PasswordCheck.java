package org.letterlock.auth.login;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.letterlock.auth.credential.CredentialCheck;
import org.letterlock.auth.directory.Directories;
import org.letterlock.auth.directory.DirectoryVerdict;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.contracts.Octets;
import org.letterlock.sasl.Password;
import org.letterlock.sasl.StoredCredential;

/**
 * Checks a password where it is kept: here, or in the directory of the account's domain (DIR-2). In a domain that has a
 * directory, the directory is asked for names that nobody has as well, and a refusal takes no less than a refusal here, so that
 * neither time nor a directory that is down tells who has an account (AUTH-7). Safe for use by any thread; callers block.
 */
public final class PasswordCheck {
    private final CredentialCheck credentials;
    private final Directories directories;
    private final Executor threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("password-decoy-", 0).factory());

    public PasswordCheck(CredentialCheck credentials, Directories directories) {
        this.credentials = credentials;
        this.directories = directories;
    }

    /** What is found of a password. */
    public enum Verdict {
        RIGHT,
        WRONG,
        /** Whoever knows does not answer: {@code R:temp}, and nothing is counted (DIR-5, GUESS-2). */
        UNAVAILABLE
    }

    /** @param encrypted whether the password came inside TLS; outside, it is not shown to a directory */
    public Verdict check(LoginCandidate candidate, Password password, boolean encrypted) {
        boolean isLocal = candidate.account() != null && !candidate.isMapped();
        if (isLocal || (candidate.directory() == null && !candidate.isMapped())) {
            return credentials.matches(candidate.verifiers(), password, candidate.canonicalName())
                    ? Verdict.RIGHT
                    : Verdict.WRONG;
        }
        if (!encrypted) {
            return decoy(candidate, password);
        }
        return candidate.directory() == null
                ? Verdict.UNAVAILABLE
                : atDirectory(candidate, candidate.directory(), password);
    }

    private Verdict atDirectory(LoginCandidate candidate, Directories.Reference directory, Password password) {
        CompletableFuture<Verdict> decoy = CompletableFuture.supplyAsync(() -> decoy(candidate, password), threads);
        KnownAccount account = candidate.account();
        Octets key = account == null ? null : account.directoryKey();
        DirectoryVerdict verdict = directories.check(directory, candidate.localPart(), key, password);
        return switch (verdict) {
            case RIGHT -> account == null ? join(decoy) : Verdict.RIGHT; // whom no sync has seen has no account yet
            case WRONG -> join(decoy);
            case UNAVAILABLE -> Verdict.UNAVAILABLE;
        };
    }

    private Verdict decoy(LoginCandidate candidate, Password password) {
        credentials.matches(Optional.empty(), password, candidate.canonicalName());
        return Verdict.WRONG;
    }

    private static Verdict join(CompletableFuture<Verdict> decoy) {
        try {
            return decoy.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException known ? known : failed;
        }
    }

    /** What a login can be checked with (POL-9). */
    Set<StoredCredential> usable(LoginCandidate candidate, boolean encrypted) {
        if (candidate.isMapped()) {
            return encrypted ? Set.of(StoredCredential.PASSWORD) : Set.of();
        }
        return credentials.usable(candidate.verifiers());
    }
}
