package org.letterlock.admin.system;

import java.sql.Array;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The newest changes of the configuration, of all services (CFG-2). */
final class ConfigChanges {
    private static final int LOOKED_AT = 1000;
    private static final RowMapper<Change> ROW = (row, _) -> new Change(
            row.getLong("version"),
            row.getString("component"),
            topics(row.getArray("topics")),
            row.getTimestamp("at").toInstant());

    private final JdbcClient jdbc;

    ConfigChanges(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A change: which service made it, and where it was published. */
    record Change(long version, String component, Set<String> topics, Instant at) {}

    /** The version that the configuration has. */
    long version() {
        return jdbc.sql("select version from configuration.counter")
                .query(Long.class)
                .single();
    }

    Optional<Change> find(long version) {
        return jdbc.sql("select * from configuration.changes where version = :version")
                .param("version", version)
                .query(ROW)
                .optional();
    }

    /** The newest ones, oldest first. */
    List<Change> newest() {
        return jdbc.sql("select * from (select * from configuration.changes order by version desc limit :limit) newest"
                        + " order by version")
                .param("limit", LOOKED_AT)
                .query(ROW)
                .list();
    }

    private static Set<String> topics(Array array) throws SQLException {
        return Set.of((String[]) array.getArray());
    }
}
