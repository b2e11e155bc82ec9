package org.letterlock.auth.lockout;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.apppassword.MailProtocol;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.auth.lockout.AccountClass.AppPassword;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.sasl.StoredCredential;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What decides about the ways into accounts, from their tables. */
final class JdbcStandings {
    private static final int MAX_ADMINISTRATORS = 1000;

    // App passwords matter where the own password does not work: once a second factor is enrolled or forced, or where
    // there is no other.
    private static final String KEY = """
            a.mapped, c.account_id IS NOT NULL AS has_password, coalesce(c.format, 'STRONG') AS format,
            coalesce(c.legacy_secrets, '{}') AS legacy_secrets, a.password_format, a.takes_domain_format,
            a.legacy_secrets AS wanted_secrets, coalesce(d.password_format, 'STRONG') AS domain_format, a.access_policy,
            w.second_factor,
            CASE WHEN w.second_factor OR (c.account_id IS NULL AND NOT a.mapped)
                THEN coalesce(p.scopes, '{}') ELSE '{}' END AS scopes""";
    private static final String FROM_ACCOUNTS = """
             FROM accounts a LEFT JOIN credentials c ON c.account_id = a.id
            LEFT JOIN domains d ON d.id = a.domain_id
            LEFT JOIN second_factors f ON f.account_id = a.id
            LEFT JOIN second_factor_policies s ON s.domain_id = a.domain_id
            CROSS JOIN LATERAL (SELECT f.confirmed_at IS NOT NULL OR coalesce(s.forced, FALSE)
                OR (coalesce(s.administrators_forced, TRUE)
                    AND (a.role IN (:strong) OR a.id IN (SELECT r.id FROM strong r)))) AS w (second_factor)
            LEFT JOIN (SELECT w.account_id,
                    array_agg(DISTINCT s.name || ' ' || coalesce(w.ip_group::text, '')) AS scopes
                FROM app_passwords w, unnest(w.services) AS s (name)
                WHERE w.expires_at IS NULL OR w.expires_at > CAST(:now AS timestamptz)
                GROUP BY w.account_id) p ON p.account_id = a.id
            WHERE a.enabled AND a.may_log_in""";
    private static final String ROLES_OF_GROUPS = """
            WITH RECURSIVE granted (id, role, depth) AS (
                SELECT id, role, 0 FROM groups WHERE role IN (:strong)
                UNION
                SELECT t.to_group, g.role, g.depth + 1 FROM targets t JOIN granted g ON t.group_id = g.id
                WHERE t.to_group IS NOT NULL AND g.depth < 16),
            strong (id, role) AS (
                SELECT DISTINCT t.to_account, g.role FROM targets t JOIN granted g ON t.group_id = g.id
                WHERE t.to_account IS NOT NULL)
            """;
    private static final List<String> STRONG = Arrays.stream(Role.values())
            .filter(role -> role.compareTo(Role.AUDITOR) >= 0)
            .map(Role::name)
            .toList();
    private static final String WITH_MAILBOX = " AND NOT a.built_in";
    private static final String WITH_PASSWORD = " AND (a.mapped OR c.account_id IS NOT NULL OR p.scopes IS NOT NULL)";

    private final JdbcClient jdbc;

    JdbcStandings(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account, and what decides about its ways in. */
    record Standing(AccountId id, String login, AccountClass kind) {}

    /** What the caller's session stands on. */
    record CallerStanding(
            AccountClass kind, boolean admitted, @Nullable IpGroupId tokenGroup) {}

    /** The kinds of enabled accounts that there are, with their numbers. */
    Map<AccountClass, Long> kinds(Instant now) {
        return jdbc
                .sql(ROLES_OF_GROUPS + "SELECT k.*, count(*) AS number FROM (SELECT " + KEY + FROM_ACCOUNTS
                        + WITH_MAILBOX + WITH_PASSWORD + ") k GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11")
                .param("now", Timestamp.from(now))
                .param("strong", STRONG)
                .query((row, _) -> Map.entry(kind(row), row.getLong("number")))
                .list()
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    /** All enabled accounts of these kinds, by login. */
    List<Standing> members(Set<AccountClass> kinds, Instant now) {
        return jdbc
                .sql(ROLES_OF_GROUPS + "SELECT a.id, a.login, " + KEY + FROM_ACCOUNTS + WITH_MAILBOX + WITH_PASSWORD
                        + " ORDER BY a.login")
                .param("now", Timestamp.from(now))
                .param("strong", STRONG)
                .query(JdbcStandings::standing)
                .list()
                .stream()
                .filter(standing -> kinds.contains(standing.kind()))
                .toList();
    }

    /** Those of the accounts that are enabled and have a mailbox, whether or not they have a password, by login. */
    List<Standing> find(Collection<AccountId> ids, Instant now) {
        return ids.isEmpty()
                ? List.of()
                : jdbc.sql(ROLES_OF_GROUPS + "SELECT a.id, a.login, " + KEY + FROM_ACCOUNTS + WITH_MAILBOX
                                + " AND a.id = ANY (:ids) ORDER BY a.login")
                        .param("now", Timestamp.from(now))
                        .param("strong", STRONG)
                        .param("ids", ids.stream().map(AccountId::value).toArray(UUID[]::new))
                        .query(JdbcStandings::standing)
                        .list();
    }

    /** The accounts of a domain. */
    List<AccountId> idsIn(DomainId domain) {
        return jdbc.sql("SELECT id FROM accounts WHERE domain_id = ?")
                .param(domain.value())
                .query((row, _) -> new AccountId(row.getObject("id", UUID.class)))
                .list();
    }

    /** Enabled accounts with the role FULL_ADMIN, own or of a group (ROLE-1); the built-in one is among them. */
    List<Standing> administrators(Instant now) {
        return jdbc
                .sql(ROLES_OF_GROUPS + "SELECT a.id, a.login, " + KEY + FROM_ACCOUNTS
                        + " AND (a.role = 'FULL_ADMIN' OR a.id IN (SELECT r.id FROM strong r WHERE r.role = 'FULL_ADMIN'))"
                        + " LIMIT :limit")
                .param("now", Timestamp.from(now))
                .param("strong", STRONG)
                .param("limit", MAX_ADMINISTRATORS)
                .query(JdbcStandings::standing)
                .list()
                .stream()
                .filter(standing -> standing.kind().mapped()
                        || !standing.kind().credentials().isEmpty())
                .toList();
    }

    /** What a session stands on; empty where there is no such token. */
    Optional<CallerStanding> caller(AccountId account, UUID token) {
        return jdbc.sql("""
                        SELECT a.enabled AND a.may_log_in AS admitted, a.mapped, a.access_policy, t.ip_group
                        FROM accounts a JOIN tokens t ON t.account_id = a.id WHERE a.id = ? AND t.id = ?""")
                .params(account.value(), token)
                .query((row, _) -> {
                    UUID group = row.getObject("ip_group", UUID.class);
                    return new CallerStanding(
                            new AccountClass(row.getBoolean("mapped"), Set.of(), false, policy(row), false, Set.of()),
                            row.getBoolean("admitted"),
                            group == null ? null : new IpGroupId(group));
                })
                .optional();
    }

    private static @Nullable AccessPolicyId policy(ResultSet row) throws SQLException {
        UUID policy = row.getObject("access_policy", UUID.class);
        return policy == null ? null : new AccessPolicyId(policy);
    }

    private static Standing standing(ResultSet row, int number) throws SQLException {
        return new Standing(new AccountId(row.getObject("id", UUID.class)), row.getString("login"), kind(row));
    }

    private static AccountClass kind(ResultSet row) throws SQLException {
        boolean mapped = row.getBoolean("mapped");
        StorageChoice stored =
                StorageChoice.stored(row.getString("format"), Arrays.asList(texts(row, "legacy_secrets")));
        boolean hasPassword = row.getBoolean("has_password");
        boolean digestOnly = !mapped
                && hasPassword
                && (stored.format() == PasswordFormat.SHA || nextFormat(row) == PasswordFormat.SHA);
        return new AccountClass(
                mapped,
                mapped || digestOnly
                        ? Set.of(StoredCredential.PASSWORD)
                        : hasPassword ? stored.credentials() : Set.of(),
                digestOnly,
                policy(row),
                row.getBoolean("second_factor"),
                appPasswords(texts(row, "scopes")));
    }

    // Of the password that is set next: the account's own word, or that of its domain (CRED-2).
    private static PasswordFormat nextFormat(ResultSet row) throws SQLException {
        return WantedStorage.stored(
                        row.getString("password_format"),
                        row.getBoolean("takes_domain_format"),
                        Arrays.asList(texts(row, "wanted_secrets")))
                .in(PasswordFormat.valueOf(row.getString("domain_format")))
                .format();
    }

    private static Set<AppPassword> appPasswords(String[] scopes) {
        Set<AppPassword> passwords = new HashSet<>();
        for (String scope : scopes) {
            int space = scope.indexOf(' ');
            String group = scope.substring(space + 1);
            passwords.add(new AppPassword(
                    MailProtocol.valueOf(scope.substring(0, space)).service(),
                    group.isEmpty() ? null : new IpGroupId(UUID.fromString(group))));
        }
        return passwords;
    }

    private static String[] texts(ResultSet row, String column) throws SQLException {
        return (String[]) row.getArray(column).getArray();
    }
}
