package org.letterlock.auth.address;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.SealedText;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code aliases}. */
final class JdbcAliases {
    private static final String LISTED =
            "a.id, a.domain_id, a.pattern, n.domain_name, a.description, a.version, a.created_at, a.changed_at";
    private static final String TABLES = "aliases a JOIN addresses n ON n.alias_id = a.id";
    private static final String COLUMNS = "SELECT " + LISTED + " FROM " + TABLES + " ";
    private static final String ADDRESS = "a.pattern || '@' || n.domain_name";
    private static final ListOrder<StoredAlias> ORDER = ListOrder.<StoredAlias>byId(
                    "a.id", alias -> alias.id().value())
            .text("address", ADDRESS, alias -> alias.address().format())
            .time("createdAt", "a.created_at", StoredAlias::createdAt)
            .time("changedAt", "a.changed_at", StoredAlias::changedAt);

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final JdbcTargets targets;

    JdbcAliases(JdbcClient jdbc, SealedText texts, JdbcTargets targets) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.targets = targets;
    }

    Optional<StoredAlias> find(AddressId id) {
        return whole(jdbc.sql(COLUMNS + "WHERE a.id = ?")
                        .param(id.value())
                        .query(this::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** Null for any; the address may have wildcards. */
    Page<StoredAlias> list(@Nullable UUID domain, @Nullable String address, PageRequest page) {
        return new Listing<>(jdbc, LISTED, TABLES, ORDER, this::row)
                .read(page, Filters.NONE.equal("a.domain_id", domain).matching(ADDRESS, address))
                .mapAll(this::whole);
    }

    void insert(StoredAlias alias) {
        jdbc.sql("""
                        INSERT INTO aliases (id, domain_id, pattern, description, version, created_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?)""")
                .params(
                        alias.id().value(),
                        alias.domain().value(),
                        alias.address().localPart(),
                        sealedDescription(alias),
                        alias.version(),
                        Timestamp.from(alias.createdAt()),
                        Timestamp.from(alias.changedAt()))
                .update();
    }

    void update(StoredAlias alias) {
        jdbc.sql("""
                        UPDATE aliases SET domain_id = ?, pattern = ?, description = ?, version = ?, changed_at = ?
                        WHERE id = ?""")
                .params(
                        alias.domain().value(),
                        alias.address().localPart(),
                        sealedDescription(alias),
                        alias.version(),
                        Timestamp.from(alias.changedAt()),
                        alias.id().value())
                .update();
    }

    void delete(AddressId id) {
        jdbc.sql("DELETE FROM aliases WHERE id = ?").param(id.value()).update();
    }

    private byte[] sealedDescription(StoredAlias alias) {
        return texts.seal(alias.description(), "aliases.description", alias.id().value());
    }

    private StoredAlias row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        return new StoredAlias(
                new AddressId(id),
                new DomainId(row.getObject("domain_id", UUID.class)),
                new AddrSpec(row.getString("pattern"), new Domain(row.getString("domain_name"))),
                texts.open(row.getBytes("description"), "aliases.description", id),
                List.of(),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }

    private List<StoredAlias> whole(List<StoredAlias> aliases) {
        Map<UUID, List<Target>> found =
                targets.find(aliases.stream().map(alias -> alias.id().value()).toList());
        return aliases.stream()
                .map(alias -> alias.with(found.getOrDefault(alias.id().value(), List.of())))
                .toList();
    }
}
