package org.letterlock.auth.password;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a password expires, in a domain whose passwords do (PWD-7, PWD-8).
 *
 * @param at counted from the later of its last change and the moment when expiry was switched on
 * @param selfRenewal whether the owner may then still set another one with it
 */
public record PasswordExpiry(Instant at, boolean selfRenewal) {
    /** The instant, of the row {@code c} of {@code credentials} and {@code p} of {@code password_policies}. */
    static final String AT = """
            CASE WHEN c.changed_at IS NOT NULL AND p.expiry_since IS NOT NULL
                THEN greatest(c.changed_at, p.expiry_since) + make_interval(hours => 24 * p.max_age_days) END""";

    /** What a query about accounts {@code a} with their credentials {@code c} selects for {@link #of}. */
    public static final String COLUMNS = AT + " AS password_expires_at, p.self_renewal ";

    /** What it joins. */
    public static final String JOIN = " LEFT JOIN password_policies p ON p.domain_id = a.domain_id ";

    /** What the row says; null for a password that does not expire. */
    public static @Nullable PasswordExpiry of(ResultSet row) throws SQLException {
        Timestamp at = row.getTimestamp("password_expires_at");
        return at == null ? null : new PasswordExpiry(at.toInstant(), row.getBoolean("self_renewal"));
    }

    /** Whether it has expired. */
    public boolean isOver(Instant now) {
        return !now.isBefore(at);
    }
}
