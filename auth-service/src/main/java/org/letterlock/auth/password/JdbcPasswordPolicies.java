package org.letterlock.auth.password;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.contracts.directory.DomainId;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code password_policies}, which has a row for each domain whose policy was ever changed. */
final class JdbcPasswordPolicies {
    private static final String SELECT = """
            SELECT p.domain_id IS NOT NULL AS changed, p.min_length, p.complexity, p.min_classes, p.history, p.max_age_days,
                p.self_renewal, p.expiry_since, p.version, p.changed_at
            FROM domains d LEFT JOIN password_policies p ON p.domain_id = d.id WHERE d.id = ?
            """;

    private final JdbcClient jdbc;

    JdbcPasswordPolicies(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Empty if there is no such domain. */
    Optional<StoredPasswordPolicy> find(DomainId domain) {
        return jdbc.sql(SELECT)
                .param(domain.value())
                .query(JdbcPasswordPolicies::row)
                .optional();
    }

    /** Holds the row of the domain until the transaction ends. */
    Optional<StoredPasswordPolicy> lock(DomainId domain) {
        return jdbc.sql(SELECT + " FOR UPDATE OF d")
                .param(domain.value())
                .query(JdbcPasswordPolicies::row)
                .optional();
    }

    void save(DomainId domain, StoredPasswordPolicy stored) {
        PasswordPolicy policy = stored.policy();
        jdbc.sql("""
                        INSERT INTO password_policies (domain_id, min_length, complexity, min_classes, history, max_age_days,
                            self_renewal, expiry_since, version, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (domain_id) DO UPDATE SET min_length = excluded.min_length,
                            complexity = excluded.complexity, min_classes = excluded.min_classes, history = excluded.history,
                            max_age_days = excluded.max_age_days, self_renewal = excluded.self_renewal,
                            expiry_since = excluded.expiry_since, version = excluded.version,
                            changed_at = excluded.changed_at""")
                .params(Parameters.of(
                        domain.value(),
                        policy.minLength(),
                        policy.complexity(),
                        policy.minClasses(),
                        policy.history(),
                        policy.maxAgeDays(),
                        policy.selfRenewal(),
                        timestamp(stored.expirySince()),
                        stored.version(),
                        timestamp(stored.changedAt())))
                .update();
    }

    /** The names that the domain answers to. */
    List<String> namesOf(DomainId domain) {
        return jdbc.sql("SELECT name FROM domain_names WHERE domain_id = ? ORDER BY position")
                .param(domain.value())
                .query((row, _) -> row.getString("name"))
                .list();
    }

    private static StoredPasswordPolicy row(ResultSet row, int number) throws SQLException {
        if (!row.getBoolean("changed")) {
            return StoredPasswordPolicy.DEFAULT;
        }
        Timestamp since = row.getTimestamp("expiry_since");
        PasswordPolicy policy = new PasswordPolicy(
                row.getInt("min_length"),
                row.getBoolean("complexity"),
                row.getInt("min_classes"),
                row.getInt("history"),
                since != null,
                row.getInt("max_age_days"),
                row.getBoolean("self_renewal"));
        return new StoredPasswordPolicy(
                policy,
                since == null ? null : since.toInstant(),
                row.getLong("version"),
                Objects.requireNonNull(row.getTimestamp("changed_at")).toInstant());
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }
}
