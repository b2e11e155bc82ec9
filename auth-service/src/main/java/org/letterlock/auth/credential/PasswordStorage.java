package org.letterlock.auth.credential;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.letterlock.sasl.Password;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Makes what is stored of a new password, as its account wants it. Callers block for as long as a login takes. */
public final class PasswordStorage {
    // Names times realms stay below the limit of DigestMd5Keys.
    private static final int MAX_NAMES = 15;
    private static final int MAX_REALMS = 16;

    private final PasswordHashing hashing;
    private final JdbcClient jdbc;

    private record Name(String domain, boolean isOwn, boolean isPrimary, boolean isAlias) {}

    PasswordStorage(PasswordHashing hashing, JdbcClient jdbc) {
        this.hashing = hashing;
        this.jdbc = jdbc;
    }

    /**
     * Makes the verifiers, in the format of the account's domain where the account takes it (CRED-2).
     *
     * @param login the account's login name, with its domain where it has one
     */
    public Verifiers verifiers(String login, WantedStorage wanted, Password password) {
        StorageChoice choice = wanted.in(domainFormat(login));
        boolean digest = choice.legacySecrets().contains(LegacySecret.DIGEST_MD5);
        return hashing.hash(password, choice, digest ? digestNames(login) : DigestNames.NONE);
    }

    private PasswordFormat domainFormat(String login) {
        return jdbc.sql(
                        "SELECT d.password_format FROM domains d JOIN domain_names n ON n.domain_id = d.id WHERE n.name = ?")
                .param(login.substring(login.lastIndexOf('@') + 1))
                .query(String.class)
                .optional()
                .map(PasswordFormat::valueOf)
                .orElse(PasswordFormat.STRONG); // of the built-in administrator, which has no domain
    }

    // The account's domain may be written by any of its names, and left out where it is the primary one. The server
    // offers
    // the primary domain as realm; with the own one the account can log in also after another domain has become
    // primary.
    private DigestNames digestNames(String login) {
        int at = login.lastIndexOf('@');
        if (at < 0) {
            return DigestNames.NONE;
        }
        String localPart = login.substring(0, at);
        List<Name> names = jdbc.sql("""
                        SELECT n.name, own.domain_id = n.domain_id AS is_own, d.is_primary, n.position > 0 AS is_alias
                        FROM domain_names n JOIN domains d ON d.id = n.domain_id
                            JOIN domain_names own ON own.name = ?
                        WHERE own.domain_id = n.domain_id OR d.is_primary
                        ORDER BY is_own DESC, n.position""")
                .param(login.substring(at + 1))
                .query((row, _) -> new Name(
                        row.getString("name"),
                        row.getBoolean("is_own"),
                        row.getBoolean("is_primary"),
                        row.getBoolean("is_alias")))
                .list();
        List<String> spellings = new ArrayList<>();
        Set<String> realms = new LinkedHashSet<>();
        for (Name name : names) {
            if (name.isOwn()) {
                spellings.add(localPart + "@" + name.domain());
                if (name.isPrimary() && !name.isAlias()) {
                    spellings.add(localPart);
                }
            }
            if (!name.isAlias()) {
                realms.add(name.domain());
            }
        }
        return new DigestNames(
                spellings.stream().limit(MAX_NAMES).toList(),
                realms.stream().limit(MAX_REALMS).toList());
    }
}
