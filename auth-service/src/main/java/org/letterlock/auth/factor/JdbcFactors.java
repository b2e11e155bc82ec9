package org.letterlock.auth.factor;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code second_factors} and {@code recovery_codes}. Secrets are sealed for their account (ENC-8). */
final class JdbcFactors {
    private static final String SELECT = """
            SELECT account_id, secret, made_at, confirmed_at, last_step, failures, locks, locked_until
            FROM second_factors WHERE account_id = ?""";

    private final JdbcClient jdbc;
    private final Sealer sealer;

    JdbcFactors(JdbcClient jdbc, Sealer sealer) {
        this.jdbc = jdbc;
        this.sealer = sealer;
    }

    Optional<StoredFactor> find(AccountId account) {
        return query(SELECT, account);
    }

    /** Held until the transaction ends, so that codes are counted one after the other. */
    Optional<StoredFactor> lock(AccountId account) {
        return query(SELECT + " FOR UPDATE", account);
    }

    /** Whatever there was before is replaced, with its recovery codes. */
    void replace(AccountId account, StoredFactor factor) {
        delete(account);
        jdbc.sql("""
                        INSERT INTO second_factors (account_id, secret, made_at, last_step, failures, locks)
                        VALUES (?, ?, ?, ?, 0, 0)""")
                .params(
                        account.value(),
                        sealer.seal(
                                ClassKey.SECRETS,
                                factor.totp().toOctets(),
                                "auth",
                                "second_factors",
                                account.toString()),
                        Timestamp.from(factor.madeAt()),
                        factor.lastStep())
                .update();
    }

    void update(AccountId account, StoredFactor factor) {
        FactorAttempts attempts = factor.attempts();
        jdbc.sql("""
                        UPDATE second_factors SET confirmed_at = ?, last_step = ?, failures = ?, locks = ?, locked_until = ?
                        WHERE account_id = ?""")
                .params(Parameters.of(
                        timestamp(factor.confirmedAt()),
                        factor.lastStep(),
                        attempts.failures(),
                        attempts.locks(),
                        timestamp(attempts.lockedUntil()),
                        account.value()))
                .update();
    }

    boolean delete(AccountId account) {
        return jdbc.sql("DELETE FROM second_factors WHERE account_id = ?")
                        .param(account.value())
                        .update()
                == 1;
    }

    void replaceRecoveryCodes(AccountId account, List<RecoveryCode> codes) {
        jdbc.sql("DELETE FROM recovery_codes WHERE account_id = ?")
                .param(account.value())
                .update();
        for (RecoveryCode code : codes) {
            jdbc.sql("INSERT INTO recovery_codes (account_id, digest) VALUES (?, ?)")
                    .params(account.value(), digest(account, code))
                    .update();
        }
    }

    /** Whether it was one that was not used yet; now it is. */
    boolean useRecoveryCode(AccountId account, RecoveryCode code) {
        return jdbc.sql("DELETE FROM recovery_codes WHERE account_id = ? AND digest = ?")
                        .params(account.value(), digest(account, code))
                        .update()
                == 1;
    }

    int countRecoveryCodes(AccountId account) {
        return jdbc.sql("SELECT count(*) FROM recovery_codes WHERE account_id = ?")
                .param(account.value())
                .query(Integer.class)
                .single();
    }

    private byte[] digest(AccountId account, RecoveryCode code) {
        return sealer.token(
                ClassKey.SECRETS,
                "auth",
                "recovery_codes",
                account.toString(),
                code.secret().characters());
    }

    private Optional<StoredFactor> query(String sql, AccountId account) {
        return jdbc.sql(sql)
                .param(account.value())
                .query((row, _) -> row(row, account))
                .optional();
    }

    private StoredFactor row(ResultSet row, AccountId account) throws SQLException {
        byte[] secret =
                sealer.open(ClassKey.SECRETS, row.getBytes("secret"), "auth", "second_factors", account.toString());
        return new StoredFactor(
                Totp.of(secret),
                row.getTimestamp("made_at").toInstant(),
                instant(row.getTimestamp("confirmed_at")),
                row.getLong("last_step"),
                new FactorAttempts(
                        row.getInt("failures"), row.getInt("locks"), instant(row.getTimestamp("locked_until"))));
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
