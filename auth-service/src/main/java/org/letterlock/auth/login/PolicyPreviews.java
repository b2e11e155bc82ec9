package org.letterlock.auth.login;

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

    /** Accounts whose passwords are stored in one way, and chosen to be stored in one way. */
    private record Group(StorageChoice stored, PasswordFormat chosen, long count, List<String> logins) {
        boolean isDigestOnly() {
            return stored.format() == PasswordFormat.SHA || chosen == PasswordFormat.SHA;
        }
    }

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
        Set<StoredCredential> credentials = group.stored().credentials();
        return policy.advertised(AT_ITS_BEST).stream().anyMatch(method -> credentials.contains(method.needs()));
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

    private List<Group> groups() {
        return jdbc.sql("""
                        SELECT c.format, c.legacy_secrets, a.password_format, count(*) AS number,
                            (array_agg(a.login ORDER BY a.login))[1:100] AS logins
                        FROM accounts a JOIN credentials c ON c.account_id = a.id
                        WHERE a.enabled AND a.may_log_in AND NOT a.built_in
                        GROUP BY c.format, c.legacy_secrets, a.password_format""")
                .query((row, _) -> new Group(
                        StorageChoice.stored(row.getString("format"), List.of((String[])
                                row.getArray("legacy_secrets").getArray())),
                        PasswordFormat.valueOf(row.getString("password_format")),
                        row.getLong("number"),
                        List.of((String[]) row.getArray("logins").getArray())))
                .list();
    }
}
