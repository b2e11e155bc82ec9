package org.letterlock.auth.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.credential.StorageChoice;
import org.letterlock.auth.credential.WantedStorage;
import org.letterlock.auth.directory.DomainAccount;
import org.letterlock.auth.directory.MappedAccounts.MappedLogin;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.auth.password.PasswordExpiry;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code accounts}. */
final class JdbcAccounts {
    private static final String LISTED = """
            a.id, a.domain_id, a.login, a.display_name, a.description, a.enabled, a.may_log_in, a.may_change_password,
                a.must_change_password, a.role, a.max_message_size, a.quota_octets, a.quota_items, a.own_domain_only,
                a.foreign_sender, a.access_policy, a.mapped, a.version, a.created_at, a.changed_at, c.changed_at AS password_changed_at,
                a.password_format, a.takes_domain_format, a.legacy_secrets, c.format AS stored_format, c.legacy_secrets AS stored_legacy_secrets,
            """ + PasswordExpiry.COLUMNS;
    private static final String TABLES =
            "accounts a LEFT JOIN credentials c ON c.account_id = a.id" + PasswordExpiry.JOIN;
    private static final String COLUMNS = "SELECT " + LISTED + " FROM " + TABLES + " ";
    private static final ListOrder<StoredAccount> ORDER = ListOrder.<StoredAccount>byId(
                    "a.id", account -> account.id().value())
            .text("login", "a.login", StoredAccount::login)
            .time("createdAt", "a.created_at", StoredAccount::createdAt)
            .time("changedAt", "a.changed_at", StoredAccount::changedAt);

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final AddressRegistry addresses;

    JdbcAccounts(JdbcClient jdbc, SealedText texts, AddressRegistry addresses) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.addresses = addresses;
    }

    Optional<StoredAccount> find(AccountId id) {
        return first(COLUMNS + "WHERE a.id = ?", id.value());
    }

    /** Holds the row until the transaction ends. */
    Optional<StoredAccount> lock(AccountId id) {
        return first(COLUMNS + "WHERE a.id = ? FOR UPDATE OF a", id.value());
    }

    Optional<StoredAccount> findBuiltIn() {
        return first(COLUMNS + "WHERE a.built_in AND a.login = ?", InitialAdministrator.LOGIN);
    }

    /** Whether accounts of a domain can be mapped: it has a directory. */
    boolean hasDirectory(@Nullable DomainId domain) {
        return domain != null
                && jdbc.sql("SELECT EXISTS (SELECT FROM directories WHERE domain_id = ?)")
                        .param(domain.value())
                        .query(Boolean.class)
                        .single();
    }

    /** What a sync needs of the accounts of a domain. */
    List<DomainAccount> domainAccounts(DomainId domain) {
        return jdbc.sql("""
                        SELECT id, local_part, display_name, mapped, directory_key, enabled, directory_vanished FROM accounts
                        WHERE domain_id = ?""")
                .param(domain.value())
                .query((row, _) -> {
                    UUID id = row.getObject("id", UUID.class);
                    byte[] key = row.getBytes("directory_key");
                    return new DomainAccount(
                            new AccountId(id),
                            row.getString("local_part"),
                            texts.open(row.getBytes("display_name"), "accounts.display_name", id),
                            row.getBoolean("mapped"),
                            key == null ? null : Octets.wrap(key),
                            row.getBoolean("enabled"),
                            row.getBoolean("directory_vanished"));
                })
                .list();
    }

    /** Local-parts of a domain that are something else than the login name of an account. */
    Set<String> takenLocalParts(DomainId domain) {
        return Set.copyOf(jdbc.sql("""
                        SELECT local_part FROM addresses
                        WHERE domain_id = ? AND (account_id IS NULL OR position > 0)""")
                .param(domain.value())
                .query((row, _) -> row.getString("local_part"))
                .list());
    }

    /** The mapped accounts of a domain, enabled ones first. */
    List<MappedLogin> mappedLogins(DomainId domain) {
        return jdbc.sql("""
                        SELECT id, login, enabled FROM accounts WHERE domain_id = ? AND mapped
                        ORDER BY enabled DESC, login""")
                .param(domain.value())
                .query((row, _) -> new MappedLogin(
                        new AccountId(row.getObject("id", UUID.class)),
                        row.getString("login"),
                        row.getBoolean("enabled")))
                .list();
    }

    /** Notes which entry a mapped account belongs to. */
    void noteEntry(AccountId id, Octets key) {
        jdbc.sql("UPDATE accounts SET directory_key = ? WHERE id = ? AND mapped")
                .params(key.toBytes(), id.value())
                .update();
    }

    /** Notes that a sync has disabled a mapped account; it stands until the account is enabled, by whomever. */
    void noteVanished(AccountId id) {
        jdbc.sql("UPDATE accounts SET directory_vanished = TRUE WHERE id = ? AND mapped")
                .param(id.value())
                .update();
    }

    /** Makes the mapped accounts of a domain local ones. */
    void release(DomainId domain, Instant now) {
        jdbc.sql("""
                        UPDATE accounts SET mapped = FALSE, directory_key = NULL, directory_vanished = FALSE,
                            version = version + 1, changed_at = ? WHERE domain_id = ? AND mapped""").params(Timestamp.from(now), domain.value()).update();
    }

    Page<StoredAccount> list(PageRequest page, Filters filters) {
        return new Listing<>(jdbc, LISTED, TABLES, ORDER, this::row)
                .read(page, filters)
                .mapAll(this::withAddresses);
    }

    /** The name that a domain has for itself, for any of its names. */
    Optional<AddrSpec> canonical(AddrSpec address) {
        return jdbc.sql("SELECT d.name FROM domains d JOIN domain_names n ON n.domain_id = d.id WHERE n.name = ?")
                .param(address.domain().text())
                .query(String.class)
                .optional()
                .map(name -> AddrSpec.parse(address.localPart() + "@" + name).require());
    }

    void insert(StoredAccount account) {
        AccountTraits traits = account.traits();
        DomainId domain = account.domain();
        int at = account.login().indexOf('@');
        jdbc.sql("""
                        INSERT INTO accounts (id, domain_id, login, local_part, display_name, description, enabled, may_log_in,
                            may_change_password, must_change_password, role, max_message_size, quota_octets, quota_items,
                            own_domain_only, foreign_sender, access_policy, built_in, version, created_at, changed_at, password_format,
                            takes_domain_format, legacy_secrets, mapped)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Parameters.of(
                        account.id().value(),
                        domain == null ? null : domain.value(),
                        account.login(),
                        at < 0 ? account.login() : account.login().substring(0, at),
                        seal(account, "display_name", traits.displayName()),
                        seal(account, "description", traits.description()),
                        traits.enabled(),
                        traits.mayLogIn(),
                        traits.mayChangePassword(),
                        account.mustChangePassword(),
                        traits.role().name(),
                        traits.maxMessageSize(),
                        traits.quotaOctets(),
                        traits.quotaItems(),
                        traits.ownDomainOnly(),
                        traits.foreignSender(),
                        policy(traits),
                        account.isBuiltIn(),
                        account.version(),
                        Timestamp.from(account.createdAt()),
                        Timestamp.from(account.changedAt()),
                        writtenFormat(traits).name(),
                        traits.storage().format() == null,
                        traits.storage().legacyNames().toArray(String[]::new),
                        traits.mapped()))
                .update();
    }

    void update(StoredAccount account) {
        AccountTraits traits = account.traits();
        jdbc.sql("""
                        UPDATE accounts SET display_name = ?, description = ?, enabled = ?, may_log_in = ?,
                            may_change_password = ?, role = ?, max_message_size = ?, quota_octets = ?, quota_items = ?,
                            own_domain_only = ?, foreign_sender = ?, access_policy = ?, password_format = ?,
                            takes_domain_format = ?, legacy_secrets = ?, version = ?, changed_at = ?, mapped = ?, directory_key = CASE WHEN ? THEN directory_key END,
                            directory_vanished = directory_vanished AND ?
                        WHERE id = ?""")
                .params(Parameters.of(
                        seal(account, "display_name", traits.displayName()),
                        seal(account, "description", traits.description()),
                        traits.enabled(),
                        traits.mayLogIn(),
                        traits.mayChangePassword(),
                        traits.role().name(),
                        traits.maxMessageSize(),
                        traits.quotaOctets(),
                        traits.quotaItems(),
                        traits.ownDomainOnly(),
                        traits.foreignSender(),
                        policy(traits),
                        writtenFormat(traits).name(),
                        traits.storage().format() == null,
                        traits.storage().legacyNames().toArray(String[]::new),
                        account.version(),
                        Timestamp.from(account.changedAt()),
                        traits.mapped(),
                        traits.mapped(),
                        traits.mapped() && !traits.enabled(),
                        account.id().value()))
                .update();
    }

    /** Lets the owner in again, and has him set a password before anything else. */
    void reopen(AccountId id, Instant now) {
        jdbc.sql("UPDATE accounts SET enabled = TRUE, may_log_in = TRUE, must_change_password = TRUE,"
                        + " version = version + 1, changed_at = ? WHERE id = ?")
                .params(Timestamp.from(now), id.value())
                .update();
    }

    /** Notes that the owner has set a password. */
    void notePasswordChange(AccountId id, Instant now) {
        jdbc.sql("UPDATE accounts SET must_change_password = FALSE, version = version + 1, changed_at = ? WHERE id = ?")
                .params(Timestamp.from(now), id.value())
                .update();
    }

    /** Gives the accounts that have a policy another one, null for the default; holds their rows until the transaction ends. */
    List<StoredAccount> reassign(AccessPolicyId policy, @Nullable AccessPolicyId other, Instant now) {
        List<UUID> changed = jdbc.sql("""
                        UPDATE accounts SET access_policy = ?, version = version + 1, changed_at = ?
                        WHERE access_policy = ? RETURNING id""")
                .params(Parameters.of(other == null ? null : other.value(), Timestamp.from(now), policy.value()))
                .query((row, _) -> row.getObject("id", UUID.class))
                .list();
        return withAddresses(jdbc.sql(COLUMNS + "WHERE a.id = ANY(:ids)")
                .param("ids", changed.toArray(UUID[]::new))
                .query(this::row)
                .list());
    }

    /** How many accounts have a policy. */
    int countWith(AccessPolicyId policy) {
        return jdbc.sql("SELECT count(*) FROM accounts WHERE access_policy = ?")
                .param(policy.value())
                .query(Integer.class)
                .single();
    }

    // STRONG also where the account takes that of its domain: the previous release reads it.
    private static PasswordFormat writtenFormat(AccountTraits traits) {
        return Objects.requireNonNullElse(traits.storage().format(), PasswordFormat.STRONG);
    }

    private static @Nullable UUID policy(AccountTraits traits) {
        AccessPolicyId policy = traits.accessPolicy();
        return policy == null ? null : policy.value();
    }

    void delete(AccountId id) {
        jdbc.sql("DELETE FROM accounts WHERE id = ?").param(id.value()).update();
    }

    private byte[] seal(StoredAccount account, String column, String text) {
        return texts.seal(text, "accounts." + column, account.id().value());
    }

    private Optional<StoredAccount> first(String sql, Object parameter) {
        return withAddresses(jdbc.sql(sql).param(parameter).query(this::row).list()).stream()
                .findFirst();
    }

    private List<StoredAccount> withAddresses(List<StoredAccount> accounts) {
        Map<UUID, List<AddrSpec>> found = addresses.addressesOf(
                accounts.stream().map(account -> account.id().value()).toList());
        return accounts.stream()
                .map(account ->
                        account.withAddresses(found.getOrDefault(account.id().value(), List.of())))
                .toList();
    }

    private StoredAccount row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        UUID domain = row.getObject("domain_id", UUID.class);
        UUID policy = row.getObject("access_policy", UUID.class);
        Timestamp passwordChanged = row.getTimestamp("password_changed_at");
        AccountTraits traits = new AccountTraits(
                texts.open(row.getBytes("display_name"), "accounts.display_name", id),
                texts.open(row.getBytes("description"), "accounts.description", id),
                row.getBoolean("enabled"),
                row.getBoolean("may_log_in"),
                row.getBoolean("may_change_password"),
                Role.valueOf(row.getString("role")),
                WantedStorage.stored(
                        row.getString("password_format"),
                        row.getBoolean("takes_domain_format"),
                        texts(row, "legacy_secrets")),
                row.getObject("max_message_size", Long.class),
                row.getObject("quota_octets", Long.class),
                row.getObject("quota_items", Long.class),
                row.getBoolean("own_domain_only"),
                row.getBoolean("foreign_sender"),
                policy == null ? null : new AccessPolicyId(policy),
                row.getBoolean("mapped"));
        return new StoredAccount(
                new AccountId(id),
                domain == null ? null : new DomainId(domain),
                row.getString("login"),
                List.of(),
                traits,
                row.getBoolean("must_change_password"),
                passwordChanged == null ? null : passwordChanged.toInstant(),
                PasswordExpiry.of(row),
                passwordChanged == null
                        ? null
                        : StorageChoice.stored(row.getString("stored_format"), texts(row, "stored_legacy_secrets")),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        return List.of((String[]) row.getArray(column).getArray());
    }
}
