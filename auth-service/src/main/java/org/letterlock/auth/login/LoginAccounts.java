package org.letterlock.auth.login;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.SealedVerifiers;
import org.letterlock.auth.directory.Directories;
import org.letterlock.auth.factorpolicy.SecondFactorPolicy;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.auth.naming.LoginName;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks names up that somebody wants to log in with: one query, whether or not there is such an account (AUTH-7). */
public final class LoginAccounts {
    private static final int MAX_UNKNOWN_NAME = 320;
    private static final String ACCOUNT_COLUMNS =
            "a.id, a.enabled, a.may_log_in, a.must_change_password, a.role, a.access_policy, "
                    + "f.confirmed_at IS NOT NULL AS second_factor, c.version, c.verifiers, a.mapped, a.directory_key, "
                    + PasswordExpiry.COLUMNS + "," + SecondFactorPolicy.COLUMNS;
    private static final String JOINS = PasswordExpiry.JOIN + SecondFactorPolicy.JOIN;
    private static final String DIRECTORY_COLUMNS =
            "dir.domain_id AS directory_domain, dir.version AS directory_version, ";
    private static final String IN_DOMAIN =
            "SELECT d.name AS domain_name, " + DIRECTORY_COLUMNS + ACCOUNT_COLUMNS + """
            FROM domain_names n JOIN domains d ON d.id = n.domain_id
            LEFT JOIN directories dir ON dir.domain_id = d.id
            LEFT JOIN accounts a ON a.domain_id = d.id AND a.local_part = ?
            LEFT JOIN credentials c ON c.account_id = a.id
            LEFT JOIN second_factors f ON f.account_id = a.id""" + JOINS + "WHERE n.name = ?";
    private static final String IN_PRIMARY_DOMAIN =
            "SELECT d.name AS domain_name, " + DIRECTORY_COLUMNS + ACCOUNT_COLUMNS + """
            FROM domains d
            LEFT JOIN directories dir ON dir.domain_id = d.id
            LEFT JOIN accounts a ON a.domain_id = d.id AND a.local_part = ?
            LEFT JOIN credentials c ON c.account_id = a.id
            LEFT JOIN second_factors f ON f.account_id = a.id""" + JOINS + "WHERE d.is_primary";
    private static final String BUILT_IN =
            "SELECT " + ACCOUNT_COLUMNS + """
            FROM accounts a LEFT JOIN credentials c ON c.account_id = a.id
            LEFT JOIN second_factors f ON f.account_id = a.id""" + JOINS + "WHERE a.built_in AND a.login = ?";

    private final JdbcClient jdbc;

    public LoginAccounts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** An account with a mailbox. The built-in administrator has none and cannot be found here. */
    public LoginCandidate find(String text) {
        Optional<LoginName> parsed = LoginName.parse(text);
        if (parsed.isEmpty()) {
            String kept = text.substring(0, Math.min(text.length(), MAX_UNKNOWN_NAME));
            return new LoginCandidate(kept.toLowerCase(Locale.ROOT), null, null);
        }
        LoginName name = parsed.get();
        return name.domain()
                .map(domain -> jdbc.sql(IN_DOMAIN).params(name.localPart(), domain.text()))
                .orElseGet(() -> jdbc.sql(IN_PRIMARY_DOMAIN).param(name.localPart()))
                .query((row, _) -> new LoginCandidate(
                        name.localPart() + "@" + row.getString("domain_name"), account(row), directory(row)))
                .optional()
                .orElseGet(() -> new LoginCandidate(
                        name.localPart()
                                + name.domain()
                                        .map(domain -> "@" + domain.text())
                                        .orElse(""),
                        null,
                        null));
    }

    /** An account that may use the console: the built-in administrator, or else one with a mailbox. */
    public LoginCandidate findForConsole(String text) {
        return LoginName.parse(text)
                .filter(name -> name.domain().isEmpty())
                .map(LoginName::localPart)
                .flatMap(name -> jdbc.sql(BUILT_IN)
                        .param(name)
                        .query((row, _) -> new LoginCandidate(name, account(row), null))
                        .optional())
                .orElseGet(() -> find(text));
    }

    private static Directories.@Nullable Reference directory(ResultSet row) throws SQLException {
        UUID domain = row.getObject("directory_domain", UUID.class);
        return domain == null
                ? null
                : new Directories.Reference(new DomainId(domain), row.getLong("directory_version"));
    }

    private static @Nullable KnownAccount account(ResultSet row) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        if (id == null) {
            return null;
        }
        UUID policy = row.getObject("access_policy", UUID.class);
        byte[] verifiers = row.getBytes("verifiers");
        byte[] key = row.getBytes("directory_key");
        AccountId account = new AccountId(id);
        return new KnownAccount(
                account,
                row.getBoolean("enabled"),
                row.getBoolean("may_log_in"),
                row.getBoolean("must_change_password"),
                Role.valueOf(row.getString("role")),
                policy == null ? null : new AccessPolicyId(policy),
                row.getBoolean("second_factor"),
                SecondFactorPolicy.of(row),
                verifiers == null ? null : new SealedVerifiers(account, row.getLong("version"), Octets.wrap(verifiers)),
                PasswordExpiry.of(row),
                row.getBoolean("mapped"),
                key == null ? null : Octets.wrap(key));
    }
}
