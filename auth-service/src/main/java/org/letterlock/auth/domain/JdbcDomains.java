package org.letterlock.auth.domain;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.letterlock.auth.credential.PasswordFormat;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code domains} and {@code domain_names}. */
final class JdbcDomains {
    private static final String LISTED =
            "id, name, is_primary, subaddress_separator, check_spoofed_sender, password_format, description, version, created_at, changed_at";
    private static final String COLUMNS = "SELECT " + LISTED + " FROM domains ";
    private static final ListOrder<StoredDomain> ORDER = ListOrder.<StoredDomain>byId(
                    "id", domain -> domain.id().value())
            .text("name", "name", domain -> domain.name().text())
            .time("createdAt", "created_at", StoredDomain::createdAt)
            .time("changedAt", "changed_at", StoredDomain::changedAt);

    private final JdbcClient jdbc;
    private final SealedText texts;

    JdbcDomains(JdbcClient jdbc, SealedText texts) {
        this.jdbc = jdbc;
        this.texts = texts;
    }

    Optional<StoredDomain> find(DomainId id) {
        return withAliases(jdbc.sql(COLUMNS + "WHERE id = ?")
                        .param(id.value())
                        .query(this::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** Holds the row until the transaction ends. */
    Optional<StoredDomain> lock(DomainId id) {
        return withAliases(jdbc.sql(COLUMNS + "WHERE id = ? FOR UPDATE")
                        .param(id.value())
                        .query(this::row)
                        .list())
                .stream()
                .findFirst();
    }

    Optional<StoredDomain> lockPrimary() {
        return withAliases(jdbc.sql(COLUMNS + "WHERE is_primary FOR UPDATE")
                        .query(this::row)
                        .list())
                .stream()
                .findFirst();
    }

    Page<StoredDomain> list(PageRequest page, Filters filters) {
        return new Listing<>(jdbc, LISTED, "domains", ORDER, this::row)
                .read(page, filters)
                .mapAll(this::withAliases);
    }

    long count() {
        return jdbc.sql("SELECT count(*) FROM domains").query(Long.class).single();
    }

    void insert(StoredDomain domain) {
        jdbc.sql("""
                        INSERT INTO domains (id, name, is_primary, subaddress_separator, check_spoofed_sender, password_format,
                            description, version, created_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        domain.id().value(),
                        domain.name().text(),
                        domain.primary(),
                        domain.subaddressSeparator(),
                        domain.checkSpoofedSender(),
                        domain.passwordFormat().name(),
                        sealedDescription(domain),
                        domain.version(),
                        Timestamp.from(domain.createdAt()),
                        Timestamp.from(domain.changedAt()))
                .update();
    }

    void update(StoredDomain domain) {
        jdbc.sql("""
                        UPDATE domains SET is_primary = ?, subaddress_separator = ?, check_spoofed_sender = ?,
                            password_format = ?, description = ?, version = ?, changed_at = ? WHERE id = ?""")
                .params(
                        domain.primary(),
                        domain.subaddressSeparator(),
                        domain.checkSpoofedSender(),
                        domain.passwordFormat().name(),
                        sealedDescription(domain),
                        domain.version(),
                        Timestamp.from(domain.changedAt()),
                        domain.id().value())
                .update();
    }

    void delete(DomainId id) {
        jdbc.sql("DELETE FROM domains WHERE id = ?").param(id.value()).update();
    }

    /** Gives the domain a name; false if another one has it. A name that it has only changes its place. */
    boolean assignName(DomainId id, Domain name, int position) {
        return jdbc.sql("""
                        INSERT INTO domain_names (name, domain_id, position) VALUES (?, ?, ?)
                        ON CONFLICT (name) DO UPDATE SET position = excluded.position
                        WHERE domain_names.domain_id = excluded.domain_id""").params(name.text(), id.value(), position).update() == 1;
    }

    /** Takes the aliases away that are not among these. */
    void removeNamesExcept(DomainId id, List<Domain> names) {
        jdbc.sql("DELETE FROM domain_names WHERE domain_id = ? AND name <> ALL (?)")
                .params(id.value(), names.stream().map(Domain::text).toArray(String[]::new))
                .update();
    }

    /** Whether an account, group or alias is left in the domain. */
    boolean isInUse(DomainId id) {
        return jdbc.sql("""
                        SELECT EXISTS (SELECT FROM accounts WHERE domain_id = :id)
                            OR EXISTS (SELECT FROM groups WHERE domain_id = :id)
                            OR EXISTS (SELECT FROM aliases WHERE domain_id = :id)
                            OR EXISTS (SELECT FROM addresses WHERE domain_id = :id)""").param("id", id.value()).query(Boolean.class).single();
    }

    private byte[] sealedDescription(StoredDomain domain) {
        return texts.seal(
                domain.description(), "domains.description", domain.id().value());
    }

    private StoredDomain row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new StoredDomain(
                new DomainId(id),
                new Domain(row.getString("name")),
                List.of(),
                row.getBoolean("is_primary"),
                row.getString("subaddress_separator"),
                row.getBoolean("check_spoofed_sender"),
                PasswordFormat.valueOf(row.getString("password_format")),
                texts.open(row.getBytes("description"), "domains.description", id),
                row.getLong("version"),
                instant(row, "created_at"),
                instant(row, "changed_at"));
    }

    private List<StoredDomain> withAliases(List<StoredDomain> domains) {
        Map<UUID, List<Domain>> aliases =
                aliasesOf(domains.stream().map(domain -> domain.id().value()).toList());
        return domains.stream()
                .map(domain ->
                        domain.withAliases(aliases.getOrDefault(domain.id().value(), List.of())))
                .toList();
    }

    private Map<UUID, List<Domain>> aliasesOf(Collection<UUID> ids) {
        Map<UUID, List<Domain>> found = new HashMap<>();
        jdbc.sql(
                        "SELECT domain_id, name FROM domain_names WHERE domain_id = ANY (CAST(? AS uuid[])) AND position > 0 ORDER BY position")
                .param(ids.stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    found.computeIfAbsent(row.getObject("domain_id", UUID.class), _ -> new ArrayList<>())
                            .add(new Domain(row.getString("name")));
                });
        return found;
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
