package org.letterlock.auth.address;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.document.Parameters;
import org.letterlock.auth.document.SealedText;
import org.letterlock.auth.naming.AddressRegistry;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.Role;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.listing.Filters;
import org.letterlock.service.listing.ListOrder;
import org.letterlock.service.listing.Listing;
import org.letterlock.service.web.Page;
import org.letterlock.service.web.PageRequest;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code groups}. */
final class JdbcGroups {
    private static final String LISTED =
            "g.id, g.domain_id, g.name, g.description, g.role, g.version, g.created_at, g.changed_at";
    private static final String TABLES = "groups g";
    private static final String COLUMNS = "SELECT " + LISTED + " FROM " + TABLES + " ";
    // Names are sealed, so the database cannot sort by them.
    private static final ListOrder<StoredGroup> ORDER = ListOrder.<StoredGroup>byId(
                    "g.id", group -> group.id().value())
            .time("createdAt", "g.created_at", StoredGroup::createdAt)
            .time("changedAt", "g.changed_at", StoredGroup::changedAt);

    private final JdbcClient jdbc;
    private final SealedText texts;
    private final AddressRegistry addresses;
    private final JdbcTargets targets;

    JdbcGroups(JdbcClient jdbc, SealedText texts, AddressRegistry addresses, JdbcTargets targets) {
        this.jdbc = jdbc;
        this.texts = texts;
        this.addresses = addresses;
        this.targets = targets;
    }

    Optional<StoredGroup> find(AddressId id) {
        return whole(jdbc.sql(COLUMNS + "WHERE g.id = ?")
                        .param(id.value())
                        .query(this::row)
                        .list())
                .stream()
                .findFirst();
    }

    /** Null for any. */
    Page<StoredGroup> list(@Nullable UUID domain, @Nullable Role role, PageRequest page) {
        return new Listing<>(jdbc, LISTED, TABLES, ORDER, this::row)
                .read(page, Filters.NONE.equal("g.domain_id", domain).equal("g.role", role))
                .mapAll(this::whole);
    }

    void insert(StoredGroup group) {
        jdbc.sql("""
                        INSERT INTO groups (id, domain_id, name, description, role, version, created_at, changed_at)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(Parameters.of(
                        group.id().value(),
                        group.domain().value(),
                        seal(group, "name", group.name()),
                        seal(group, "description", group.description()),
                        roleName(group),
                        group.version(),
                        Timestamp.from(group.createdAt()),
                        Timestamp.from(group.changedAt())))
                .update();
    }

    void update(StoredGroup group) {
        jdbc.sql("""
                        UPDATE groups SET domain_id = ?, name = ?, description = ?, role = ?, version = ?, changed_at = ?
                        WHERE id = ?""")
                .params(Parameters.of(
                        group.domain().value(),
                        seal(group, "name", group.name()),
                        seal(group, "description", group.description()),
                        roleName(group),
                        group.version(),
                        Timestamp.from(group.changedAt()),
                        group.id().value()))
                .update();
    }

    void delete(AddressId id) {
        jdbc.sql("DELETE FROM groups WHERE id = ?").param(id.value()).update();
    }

    private static @Nullable String roleName(StoredGroup group) {
        Role role = group.role();
        return role == null ? null : role.name();
    }

    private byte[] seal(StoredGroup group, String column, String text) {
        return texts.seal(text, "groups." + column, group.id().value());
    }

    private StoredGroup row(ResultSet row, int number) throws SQLException {
        UUID id = row.getObject("id", UUID.class);
        String role = row.getString("role");
        return new StoredGroup(
                new AddressId(id),
                new DomainId(row.getObject("domain_id", UUID.class)),
                texts.open(row.getBytes("name"), "groups.name", id),
                texts.open(row.getBytes("description"), "groups.description", id),
                List.of(),
                List.of(),
                role == null ? null : Role.valueOf(role),
                row.getLong("version"),
                row.getTimestamp("created_at").toInstant(),
                row.getTimestamp("changed_at").toInstant());
    }

    private List<StoredGroup> whole(List<StoredGroup> groups) {
        List<UUID> ids = groups.stream().map(group -> group.id().value()).toList();
        Map<UUID, List<AddrSpec>> own = addresses.addressesOf(ids);
        Map<UUID, List<Target>> members = targets.find(ids);
        return groups.stream()
                .map(group -> group.with(
                        own.getOrDefault(group.id().value(), List.of()),
                        members.getOrDefault(group.id().value(), List.of())))
                .toList();
    }

    /** Whether a group is in one, maybe through others, that has a role. */
    boolean isInGroupWithRole(AddressId group) {
        return jdbc.sql("""
                        WITH RECURSIVE containing (id, depth) AS (
                            SELECT group_id, 1 FROM targets WHERE to_group = ? AND group_id IS NOT NULL
                            UNION
                            SELECT t.group_id, c.depth + 1 FROM targets t JOIN containing c ON t.to_group = c.id
                            WHERE t.group_id IS NOT NULL AND c.depth < 16)
                        SELECT count(*) FROM groups g JOIN containing c ON c.id = g.id WHERE g.role IS NOT NULL""").param(group.value()).query(Integer.class).single() > 0;
    }
}
