package org.letterlock.auth.apppassword;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.apppassword.StoredAppPassword.LastUse;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code app_passwords}. */
final class JdbcAppPasswords {
    private static final String COLUMNS = """
            SELECT id, account_id, name, services, ip_group, created_at, expires_at,
                last_used_at, last_used_ip, last_used_service
            FROM app_passwords
            """;

    private final JdbcClient jdbc;
    private final SealedText texts;

    JdbcAppPasswords(JdbcClient jdbc, SealedText texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    /** Inserts unless the account has that many already, also while others are being inserted. */
    boolean insert(StoredAppPassword made, byte[] digest, int limit) {
        // Locking the account's row has those who insert at the same time count one after the other.
        jdbc.sql("SELECT id FROM accounts WHERE id = ? FOR UPDATE")
                .param(made.account().value())
                .query((row, _) -> row.getObject("id", UUID.class))
                .optional();
        IpGroupId ipGroup = made.ipGroup();
        Instant expiresAt = made.expiresAt();
        return jdbc.sql("""
                        INSERT INTO app_passwords (id, account_id, name, digest, services, ip_group, created_at, expires_at)
                        SELECT ?, ?, ?, ?, ?, ?::uuid, ?, ?::timestamptz
                        WHERE (SELECT count(*) FROM app_passwords WHERE account_id = ?) < ?""")
                        .params(Parameters.of(
                                made.id(),
                                made.account().value(),
                                texts.seal(made.name(), "app_passwords.name", made.id()),
                                digest,
                                made.protocols().stream().map(Enum::name).toArray(String[]::new),
                                ipGroup == null ? null : ipGroup.value(),
                                Timestamp.from(made.createdAt()),
                                expiresAt == null ? null : Timestamp.from(expiresAt),
                                made.account().value(),
                                limit))
                        .update()
                == 1;
    }

    Optional<StoredAppPassword> find(AccountId account, UUID id) {
        return jdbc.sql(COLUMNS + "WHERE account_id = ? AND id = ?")
                .params(account.value(), id)
                .query(this::row)
                .optional();
    }

    /** The one with that digest; the same work is done for an account that nobody has. */
    Optional<StoredAppPassword> match(AccountId account, byte[] digest) {
        return jdbc.sql(COLUMNS + "WHERE account_id = ? AND digest = ?")
                .params(account.value(), digest)
                .query(this::row)
                .optional();
    }

    /** All of an account; there are never many. */
    List<StoredAppPassword> list(AccountId account) {
        return jdbc.sql(COLUMNS + "WHERE account_id = ? ORDER BY id")
                .param(account.value())
                .query(this::row)
                .list();
    }

    void noteUse(UUID id, LastUse use) {
        jdbc.sql("UPDATE app_passwords SET last_used_at = ?, last_used_ip = ?, last_used_service = ? WHERE id = ?")
                .params(
                        Timestamp.from(use.time()),
                        texts.seal(use.clientAddress(), "app_passwords.last_used_ip", id),
                        use.service(),
                        id)
                .update();
    }

    boolean delete(AccountId account, UUID id) {
        return jdbc.sql("DELETE FROM app_passwords WHERE account_id = ? AND id = ?")
                        .params(account.value(), id)
                        .update()
                == 1;
    }

    private StoredAppPassword row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        UUID ipGroup = row.getObject("ip_group", UUID.class);
        Timestamp expiresAt = row.getTimestamp("expires_at");
        return new StoredAppPassword(
                id,
                new AccountId(row.getObject("account_id", UUID.class)),
                texts.open(row.getBytes("name"), "app_passwords.name", id),
                protocols(row.getArray("services")),
                ipGroup == null ? null : new IpGroupId(ipGroup),
                row.getTimestamp("created_at").toInstant(),
                expiresAt == null ? null : expiresAt.toInstant(),
                lastUse(row, id));
    }

    private static Set<MailProtocol> protocols(Array names) throws SQLException {
        return Arrays.stream((String[]) names.getArray())
                .map(MailProtocol::valueOf)
                .collect(Collectors.toSet());
    }

    private @Nullable LastUse lastUse(ResultSet row, UUID id) throws SQLException {
        Timestamp time = row.getTimestamp("last_used_at");
        return time == null
                ? null
                : new LastUse(
                        time.toInstant(),
                        texts.open(row.getBytes("last_used_ip"), "app_passwords.last_used_ip", id),
                        row.getString("last_used_service"));
    }
}
