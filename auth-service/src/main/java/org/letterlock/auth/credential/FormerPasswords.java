package org.letterlock.auth.credential;

import java.util.List;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.sasl.Password;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.Sealer;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code former_passwords}: the last passwords of each account, the current one among them, whatever the format of
 * its verifiers (PWD-9).
 */
public final class FormerPasswords {
    private final JdbcClient jdbc;
    private final Sealer sealer;
    private final PasswordHashing hashing;

    FormerPasswords(JdbcClient jdbc, Sealer sealer, PasswordHashing hashing) {
        this.jdbc = jdbc;
        this.sealer = sealer;
        this.hashing = hashing;
    }

    /** What is to be kept of a password; as slow as a login. */
    public FormerPassword of(Password password) {
        return hashing.remembered(password);
    }

    /** Keeps a password that has just been saved, and of the older ones so many that {@code kept} are there in all. */
    public void add(AccountId account, FormerPassword password, int kept) {
        byte[] sealed =
                sealer.seal(ClassKey.SECRETS, password.encode(), "auth", "former_passwords", account.toString());
        jdbc.sql("""
                        INSERT INTO former_passwords (account_id, version, value)
                        SELECT account_id, version, CAST(? AS bytea) FROM credentials WHERE account_id = ?
                        ON CONFLICT (account_id, version) DO UPDATE SET value = excluded.value""").params(sealed, account.value()).update();
        jdbc.sql("""
                        DELETE FROM former_passwords WHERE account_id = ? AND version <=
                            (SELECT version FROM credentials WHERE account_id = ?) - ?""").params(account.value(), account.value(), kept).update();
    }

    /** Keeps none. */
    public void forget(AccountId account) {
        jdbc.sql("DELETE FROM former_passwords WHERE account_id = ?")
                .param(account.value())
                .update();
    }

    /** Whether the password is one of the last, the current one not looked at; each costs as much as a login. */
    public boolean holds(AccountId account, Password password, int last) {
        List<byte[]> values = jdbc.sql("""
                        SELECT f.value FROM former_passwords f JOIN credentials c ON c.account_id = f.account_id
                        WHERE f.account_id = ? AND f.version < c.version AND f.version > c.version - ?
                        ORDER BY f.version DESC""")
                .params(account.value(), last)
                .query((row, _) -> row.getBytes("value"))
                .list();
        return values.stream().anyMatch(value -> hashing.matches(open(account, value), password));
    }

    private FormerPassword open(AccountId account, byte[] sealed) {
        return FormerPassword.decode(
                sealer.open(ClassKey.SECRETS, sealed, "auth", "former_passwords", account.toString()));
    }
}
