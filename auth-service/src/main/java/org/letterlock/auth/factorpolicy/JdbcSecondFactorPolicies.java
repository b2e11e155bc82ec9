package org.letterlock.auth.factorpolicy;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code second_factor_policies}, which has a row for each domain whose policy was ever changed. */
final class JdbcSecondFactorPolicies {
    /**
     * A policy in one version.
     *
     * @param version 0 until somebody has changed it
     */
    record Stored(SecondFactorPolicy policy, long version) {}

    private static final String SELECT = "SELECT coalesce(s.version, 0) AS version, " + SecondFactorPolicy.COLUMNS
            + "FROM domains d LEFT JOIN second_factor_policies s ON s.domain_id = d.id WHERE d.id = ?";

    private final JdbcClient jdbc;

    JdbcSecondFactorPolicies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if there is no such domain. */
    Optional<Stored> find(DomainId domain) {
        return query(SELECT, domain);
    }

    /** Holds the row of the domain until the transaction ends. */
    Optional<Stored> lock(DomainId domain) {
        return query(SELECT + " FOR UPDATE OF d", domain);
    }

    /** The policy that holds for an account; the default one for an account that is gone. */
    SecondFactorPolicy of(AccountId account) {
        return jdbc.sql("SELECT " + SecondFactorPolicy.COLUMNS + "FROM accounts a" + SecondFactorPolicy.JOIN
                        + "WHERE a.id = ?")
                .param(account.value())
                .query((row, _) -> SecondFactorPolicy.of(row))
                .optional()
                .orElse(SecondFactorPolicy.DEFAULT);
    }

    void save(DomainId domain, Stored stored, Instant now) {
        SecondFactorPolicy policy = stored.policy();
        jdbc.sql("""
                        INSERT INTO second_factor_policies (domain_id, allowed, forced, administrators_forced,
                            remember_browser_days, version, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (domain_id) DO UPDATE SET allowed = excluded.allowed, forced = excluded.forced,
                            administrators_forced = excluded.administrators_forced,
                            remember_browser_days = excluded.remember_browser_days, version = excluded.version,
                            changed_at = excluded.changed_at""")
                .params(
                        domain.value(),
                        policy.allowed(),
                        policy.forced(),
                        policy.administratorsForced(),
                        policy.rememberBrowserDays(),
                        stored.version(),
                        Timestamp.from(now))
                .update();
    }

    private Optional<Stored> query(String sql, DomainId domain) {
        return jdbc.sql(sql)
                .param(domain.value())
                .query(JdbcSecondFactorPolicies::row)
                .optional();
    }

    private static Stored row(ResultSet row, int number) throws SQLException {
        return new Stored(SecondFactorPolicy.of(row), row.getLong("version"));
    }
}
