package org.letterlock.auth.credential;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
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

    /** Sets the password of an account. */
    public void save(AccountId account, Verifiers verifiers, Instant now) {
        byte[] sealed = sealer.seal(ClassKey.SECRETS, verifiers.encode(), "auth", "credentials", account.toString());
        jdbc.sql("""
                        INSERT INTO credentials (account_id, version, verifiers, changed_at) VALUES (?, 1, ?, ?)
                        ON CONFLICT (account_id) DO UPDATE SET version = credentials.version + 1,
                            verifiers = excluded.verifiers, changed_at = excluded.changed_at""").params(account.value(), sealed, Timestamp.from(now)).update();
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
