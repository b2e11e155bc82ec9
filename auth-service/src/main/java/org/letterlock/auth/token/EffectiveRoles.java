package org.letterlock.auth.token;

import java.util.Comparator;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The strongest role among an account's own and those of the groups it is in, also through groups (ROLE-1, ACC-6). */
public final class EffectiveRoles {
    private final JdbcClient jdbc;

    EffectiveRoles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** That of an account, as the database has it now; the weakest for an account that is gone. */
    public Role of(AccountId account) {
        return jdbc.sql("SELECT role FROM accounts WHERE id = ?")
                .param(account.value())
                .query((row, _) -> Role.valueOf(row.getString("role")))
                .optional()
                .map(own -> of(account, own))
                .orElse(Role.USER);
    }

    /** That of an account whose own role is known. */
    public Role of(AccountId account, Role own) {
        return jdbc
                .sql("""
                        WITH RECURSIVE containing (id, depth) AS (
                            SELECT group_id, 1 FROM targets WHERE to_account = ? AND group_id IS NOT NULL
                            UNION
                            SELECT t.group_id, c.depth + 1 FROM targets t JOIN containing c ON t.to_group = c.id
                            WHERE t.group_id IS NOT NULL AND c.depth < 16)
                        SELECT DISTINCT g.role FROM groups g JOIN containing c ON c.id = g.id WHERE g.role IS NOT NULL""")
                .param(account.value())
                .query((row, _) -> Role.valueOf(row.getString("role")))
                .list()
                .stream()
                .filter(granted -> granted.compareTo(own) > 0)
                .max(Comparator.naturalOrder())
                .orElse(own);
    }
}
