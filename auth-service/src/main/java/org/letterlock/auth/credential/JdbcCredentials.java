package org.letterlock.auth.credential;

import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.letterlock.auth.document.Parameters;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code credentials}. Verifiers are sealed for their account (ENC-8). */
public final class JdbcCredentials {
    private final JdbcClient jdbc;
    private final Sealer sealer;

    public JdbcCredentials(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    /**
     * Sets the password of an account. Its version is higher than that of every password that the account has had, also before
     * it had none for a while: caches and sessions know a password by it (AUTH-10, SESS-6).
     */
    public void save(AccountId account, Verifiers verifiers, Instant now) {
        StorageChoice choice = verifiers.choice();
        jdbc.sql("""
                        INSERT INTO credentials (account_id, version, verifiers, format, legacy_secrets, cost,
                            changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (account_id) DO UPDATE SET version = credentials.version + 1,
                            verifiers = excluded.verifiers, format = excluded.format,
                            legacy_secrets = excluded.legacy_secrets, cost = excluded.cost, changed_at = excluded.changed_at""")
                .params(Parameters.of(
                        account.value(),
                        ChronoUnit.MICROS.between(Instant.EPOCH, now),
                        seal(account, verifiers),
                        choice.format().name(),
                        names(choice),
                        verifiers.cost().map(PasswordCost::format).orElse(null),
                        Timestamp.from(now)))
                .update();
    }

    /** Deletes the legacy secrets of an account that are not among the wanted ones (CRED-4); its password stays. */
    public void keepOnly(AccountId account, Set<LegacySecret> wanted) {
        jdbc.sql("SELECT version, verifiers FROM credentials WHERE account_id = ? FOR UPDATE")
                .param(account.value())
                .query((row, _) -> open(
                        new SealedVerifiers(account, row.getLong("version"), Octets.wrap(row.getBytes("verifiers")))))
                .optional()
                .filter(verifiers -> !wanted.containsAll(verifiers.choice().legacySecrets()))
                .map(verifiers -> verifiers.keeping(wanted))
                .ifPresent(kept -> jdbc.sql(
                                "UPDATE credentials SET verifiers = ?, legacy_secrets = ? WHERE account_id = ?")
                        .params(seal(account, kept), names(kept.choice()), account.value())
                        .update());
    }

    /** Forgets the password of an account. */
    public void delete(AccountId account) {
        jdbc.sql("DELETE FROM credentials WHERE account_id = ?")
                .param(account.value())
                .update();
    }

    /** Whether somebody's password is stored in a format. */
    boolean isInUse(PasswordFormat format) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM credentials WHERE format = ?)")
                .param(format.name())
                .query(Boolean.class)
                .single();
    }

    /** The costs of the passwords in format STRONG, the oldest first, so that a change moves few names from one to another. */
    CostsInUse costsInUse() {
        return new CostsInUse(jdbc.sql("""
                        SELECT cost, count(*) FROM credentials WHERE format = 'STRONG'
                        GROUP BY cost ORDER BY min(changed_at), cost""")
                .query((row, _) -> {
                    String cost = row.getString("cost");
                    return new CostsInUse.Share(
                            cost == null ? PasswordCost.DEFAULT : PasswordCost.parse(cost), row.getLong("count"));
                })
                .list());
    }

    private byte[] seal(AccountId account, Verifiers verifiers) {
        return sealer.seal(ClassKey.SECRETS, verifiers.encode(), "auth", "credentials", account.toString());
    }

    private static String[] names(StorageChoice choice) {
        return choice.legacyNames().toArray(String[]::new);
    }

    /** The password of an account, if it has one. */
    public Optional<SealedVerifiers> find(AccountId account) {
        return jdbc.sql("SELECT version, verifiers FROM credentials WHERE account_id = ?")
                .param(account.value())
                .query((row, _) ->
                        new SealedVerifiers(account, row.getLong("version"), Octets.wrap(row.getBytes("verifiers"))))
                .optional();
    }

    /** Opens what is stored; a damaged value is an error and never a password that fits. */
    Verifiers open(SealedVerifiers stored) {
        byte[] opened = sealer.open(
                ClassKey.SECRETS,
                stored.sealed().view(),
                "auth",
                "credentials",
                stored.account().toString());
        return Verifiers.decode(opened)
                .orElseThrow(() -> new SealedObjectCorruptException("sealed-object-corrupt: unknown verifiers", null));
    }
}
