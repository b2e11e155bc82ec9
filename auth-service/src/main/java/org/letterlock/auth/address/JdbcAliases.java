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
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code aliases}. */
final class JdbcAliases {
    private static final String COLUMNS = """
            SELECT a.id, a.domain_id, a.pattern, n.domain_name, a.description, a.version, a.created_at, a.changed_at
            FROM aliases a JOIN addresses n ON n.alias_id = a.id
            """;

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

    /** In the order of their ids, which is that of their creation; null for any domain. */
    List<StoredAlias> list(@Nullable UUID domain, PageRequest page) {
        return whole(jdbc.sql(COLUMNS + """
                        WHERE a.id > :after AND (CAST(:domain AS uuid) IS NULL OR a.domain_id = :domain)
                        ORDER BY a.id LIMIT :limit""")
                .param("after", page.startAfterId())
                .param("domain", domain)
                .param("limit", page.fetch())
                .query(this::row)
                .list());
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
