package org.letterlock.auth.login;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.contracts.access.SecurityPolicy;
import org.letterlock.contracts.authentication.AuthenticationReply.PolicyPreview;
import org.letterlock.contracts.authentication.AuthenticationReply.ShutOut;
import org.letterlock.sasl.SaslProtocol;
import org.letterlock.sasl.StoredCredential;
import org.letterlock.sasl.policy.Connection;
import org.letterlock.sasl.policy.LoginPolicy;
import org.letterlock.service.policy.LoginPolicies;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Says whom a security policy would shut out (POL-10, POL-11): enabled accounts that could log in over TLS, where every
 * mechanism is at its best, and could no more. Passwords are stored in few ways, so each is judged once.
 */
final class PolicyPreviews {
    private static final Connection AT_ITS_BEST = new Connection(
            SaslProtocol.IMAP, Connection.Channel.BINDABLE_TLS, Connection.Port.OTHER, Connection.Peer.NOT_EXEMPT);
    private static final int MAX_SHOWN = 100;

    private final JdbcClient jdbc;

    /**
     * Accounts whose passwords are stored in one way, and chosen to be stored in one way; or that are mapped.
     *
     * @param isDigestOnly whether there is, or will be, only a digest (POL-10)
     */
    private record Group(Set<StoredCredential> credentials, boolean isDigestOnly, long count, List<String> logins) {}

    PolicyPreviews(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param current the policy in force */
    PolicyPreview preview(SecurityPolicy current, SecurityPolicy candidate) {
        LoginPolicy before = LoginPolicies.of(current);
        LoginPolicy after = LoginPolicies.of(candidate);
        Map<ShutOut.Cause, ShutOut> shutOut = new EnumMap<>(ShutOut.Cause.class);
        for (Group group : groups()) {
            if (group.isDigestOnly()) {
                if (!after.hasUsableCleartext()) {
                    add(shutOut, ShutOut.Cause.DIGEST_ONLY, group);
                }
            } else if (hasWayIn(before, group) && !hasWayIn(after, group)) {
                add(shutOut, ShutOut.Cause.NO_USABLE_METHOD, group);
            }
        }
        return new PolicyPreview(List.copyOf(shutOut.values()));
    }

    private static boolean hasWayIn(LoginPolicy policy, Group group) {
        return policy.advertised(AT_ITS_BEST).stream()
                .anyMatch(method -> group.credentials().contains(method.needs()));
    }

    private static void add(Map<ShutOut.Cause, ShutOut> shutOut, ShutOut.Cause cause, Group group) {
        shutOut.merge(cause, new ShutOut(cause, group.count(), group.logins()), (one, other) -> {
            List<String> logins = new ArrayList<>(one.logins());
            logins.addAll(other.logins());
            return new ShutOut(
                    cause,
                    one.count() + other.count(),
                    logins.stream().sorted().limit(MAX_SHOWN).toList());
        });
    }

    // Mapped accounts have their passwords in a directory, which PLAIN and LOGIN alone can ask (DIR-2).
    private List<Group> groups() {
        return jdbc.sql("""
                        SELECT a.mapped, coalesce(c.format, 'STRONG') AS format,
                            coalesce(c.legacy_secrets, '{}') AS legacy_secrets, a.password_format, count(*) AS number,
                            (array_agg(a.login ORDER BY a.login))[1:100] AS logins
                        FROM accounts a LEFT JOIN credentials c ON c.account_id = a.id
                        WHERE a.enabled AND a.may_log_in AND NOT a.built_in AND (a.mapped OR c.account_id IS NOT NULL)
                        GROUP BY a.mapped, c.format, c.legacy_secrets, a.password_format""").query((row, _) -> group(row)).list();
    }

    private static Group group(ResultSet row) throws SQLException {
        StorageChoice stored = StorageChoice.stored(row.getString("format"), List.of((String[])
                row.getArray("legacy_secrets").getArray()));
        boolean isMapped = row.getBoolean("mapped");
        return new Group(
                isMapped ? Set.of(StoredCredential.PASSWORD) : stored.credentials(),
                !isMapped
                        && (stored.format() == PasswordFormat.SHA
                                || PasswordFormat.valueOf(row.getString("password_format")) == PasswordFormat.SHA),
                row.getLong("number"),
                List.of((String[]) row.getArray("logins").getArray()));
    }
}
