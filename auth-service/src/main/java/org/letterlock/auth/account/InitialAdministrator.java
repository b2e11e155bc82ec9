package org.letterlock.auth.account;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.credential.JdbcCredentials;
import org.letterlock.auth.credential.PasswordHashing;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.credential.Verifiers;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.auth.document.CopiedSecret;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.sasl.Password;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The account {@code admin} that every installation has (ADM-3). Its first password is random, stands in a file that only
 * its owner may read, and is good for setting another one. There is no default password.
 */
public final class InitialAdministrator {
    /** Its login name; it has no domain and no mailbox. */
    public static final String LOGIN = "admin";

    private static final Logger LOG = LoggerFactory.getLogger(InitialAdministrator.class);
    private static final int PASSWORD_LENGTH = 25; // 125 bits
    private static final int GROUP = 5;
    private static final AccountTraits TRAITS = new AccountTraits(
            "Administrator",
            "",
            true,
            true,
            true,
            Role.FULL_ADMIN,
            WantedStorage.DEFAULT,
            null,
            null,
            null,
            false,
            false,
            null,
            false);

    private final JdbcAccounts accounts;
    private final JdbcCredentials credentials;
    private final PasswordHashing hashing;
    private final InitialPasswordFile file;
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    InitialAdministrator(
            JdbcAccounts accounts,
            JdbcCredentials credentials,
            PasswordHashing hashing,
            InitialPasswordFile file,
            JdbcClient jdbc,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.hashing = hashing;
        this.file = file;
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /** Creates the account unless it is there; called at every start, by every replica. */
    void ensureExists() {
        Optional<StoredAccount> existing = accounts.findBuiltIn();
        if (existing.isPresent()) {
            if (!existing.get().mustChangePassword()) {
                file.delete(); // a crash may have left it
            }
            return;
        }
        String text = CopiedSecret.random(PASSWORD_LENGTH, random).reveal(GROUP);
        Verifiers verifiers = hashing.hash(Password.parse(text).require());
        transactions.executeWithoutResult(_ -> {
            jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('letterlock initial administrator'))")
                    .query(row -> {});
            if (accounts.findBuiltIn().isEmpty()) {
                // The file first: after a crash between the two the next start writes another password. The other way
                // round nobody could log in.
                file.write(text);
                create(verifiers);
                LOG.info(
                        "created the administrator; the one-time password is in the file of letterlock.auth.initial-password-file");
            }
        });
    }

    /** The one-time password has been used. */
    public void passwordUsed() {
        file.delete();
    }

    private void create(Verifiers verifiers) {
        Instant now = clock.instant();
        AccountId id = new AccountId(TimeOrderedUuid.of(now, UUID.randomUUID()));
        accounts.insert(new StoredAccount(
                id, null, LOGIN, List.of(), TRAITS, true, now, null, StorageChoice.DEFAULT, 1, now, now));
        credentials.save(id, verifiers, now);
    }
}
