package org.letterlock.auth.address;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.naming.AddressOwner;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code targets}: where groups and aliases lead. Addresses of others are sealed. */
final class JdbcTargets {
    private static final String COLUMN = "targets.to_address";

    private final JdbcClient jdbc;
    private final SealedText texts;

    JdbcTargets(JdbcClient jdbc, SealedText texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    /** The targets of each of these groups and aliases, in their order. */
    Map<UUID, List<Target>> find(Collection<UUID> owners) {
        if (owners.isEmpty()) {
            return Map.of();
        }
        Map<UUID, List<Target>> found = new HashMap<>();
        jdbc.sql("""
                        SELECT coalesce(group_id, alias_id) AS owner, to_account, to_group, to_address FROM targets
                        WHERE group_id = ANY (CAST(:ids AS uuid[])) OR alias_id = ANY (CAST(:ids AS uuid[]))
                        ORDER BY owner, position""")
                .param("ids", owners.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    UUID owner = row.getObject("owner", UUID.class);
                    found.computeIfAbsent(owner, _ -> new ArrayList<>()).add(target(row, owner));
                });
        return found;
    }

    /** Makes these the targets of a group or alias, and no others. */
    void replace(AddressOwner owner, List<Target> targets) {
        UUID group = owner instanceof AddressOwner.OfGroup(AddressId id) ? id.value() : null;
        UUID alias = owner instanceof AddressOwner.OfAlias(AddressId id) ? id.value() : null;
        jdbc.sql("DELETE FROM targets WHERE group_id = ? OR alias_id = ?")
                .params(Parameters.of(group, alias))
                .update();
        for (int position = 0; position < targets.size(); position++) {
            insert(group, alias, position, targets.get(position));
        }
    }

    /** How many levels of groups lead to this one; 0 for none. */
    int levelsAbove(AddressId group) {
        return jdbc.sql("""
                        WITH RECURSIVE above (id, level) AS (
                            SELECT group_id, 1 FROM targets WHERE to_group = ? AND group_id IS NOT NULL
                            UNION
                            SELECT t.group_id, a.level + 1 FROM targets t JOIN above a ON t.to_group = a.id
                            WHERE t.group_id IS NOT NULL AND a.level < 32)
                        SELECT coalesce(max(level), 0) FROM above""").param(group.value()).query(Integer.class).single();
    }

    /** The accounts among these targets, and in the groups among them, also through groups. */
    Set<AccountId> accountsBehind(Collection<Target> found) {
        Set<AccountId> accounts = new HashSet<>();
        List<String> groups = new ArrayList<>();
        for (Target target : found) {
            switch (target) {
                case Target.ToAccount(AccountId account) -> accounts.add(account);
                case Target.ToGroup(AddressId group) -> groups.add(group.toString());
                case Target.ToAddress _ -> {}
            }
        }
        jdbc.sql("""
                        WITH RECURSIVE inside (id, depth) AS (
                            SELECT unnest(CAST(:groups AS uuid[])), 1
                            UNION
                            SELECT t.to_group, i.depth + 1 FROM targets t JOIN inside i ON t.group_id = i.id
                            WHERE t.to_group IS NOT NULL AND i.depth < 16)
                        SELECT DISTINCT t.to_account FROM targets t JOIN inside i ON t.group_id = i.id
                        WHERE t.to_account IS NOT NULL""")
                .param("groups", groups.toArray(String[]::new))
                .query((row, _) -> new AccountId(row.getObject("to_account", UUID.class)))
                .list()
                .forEach(accounts::add);
        return accounts;
    }

    /** One writer of groups and aliases at a time, so that two of them cannot close a loop together. */
    void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('letterlock targets'))").query(row -> {});
    }

    private void insert(@Nullable UUID group, @Nullable UUID alias, int position, Target target) {
        UUID owner = Objects.requireNonNull(group == null ? alias : group, "an account has no targets");
        UUID toAccount = target instanceof Target.ToAccount(AccountId account) ? account.value() : null;
        UUID toGroup = target instanceof Target.ToGroup(AddressId nested) ? nested.value() : null;
        byte[] toAddress = target instanceof Target.ToAddress(AddrSpec address)
                ? texts.seal(address.format(), COLUMN, owner)
                : null;
        jdbc.sql("""
                        INSERT INTO targets (group_id, alias_id, position, to_account, to_group, to_address)
                        VALUES (?, ?, ?, ?, ?, ?)""")
                .params(Parameters.of(group, alias, position, toAccount, toGroup, toAddress))
                .update();
    }

    private Target target(ResultSet row, UUID owner) throws SQLException {
        UUID account = row.getObject("to_account", UUID.class);
        UUID group = row.getObject("to_group", UUID.class);
        if (account != null) {
            return new Target.ToAccount(new AccountId(account));
        }
        if (group != null) {
            return new Target.ToGroup(new AddressId(group));
        }
        String text = texts.open(row.getBytes("to_address"), COLUMN, owner);
        return new Target.ToAddress(AddrSpec.parse(text).require());
    }
}
