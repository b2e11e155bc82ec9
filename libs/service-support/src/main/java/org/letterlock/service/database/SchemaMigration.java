package org.letterlock.service.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/** Brings a schema up to date. Services and replicas that start at the same time wait for each other. */
final class SchemaMigration {
    private static final long LOCK = 0x4C65_7474_6572_6C6BL; // "Letterlk", and nobody else's number

    private SchemaMigration() {}

    /** @param locations below {@code db/migration}; the first ones hold the lower versions */
    static void migrate(DataSource dataSource, String schema, List<String> locations) {
        try (Connection connection = dataSource.getConnection()) {
            lock(connection, "SELECT pg_advisory_lock(?)");
            try {
                Flyway.configure(SchemaMigration.class.getClassLoader())
                        .dataSource(dataSource)
                        .schemas(schema)
                        .defaultSchema(schema)
                        .locations(locations.stream()
                                .map(location -> "classpath:db/migration/" + location)
                                .toArray(String[]::new))
                        // what service-support adds later has lower versions than what the service has applied
                        .outOfOrder(locations.size() > 1)
                        .failOnMissingLocations(true)
                        .loggers("slf4j")
                        .load()
                        .migrate();
            } finally {
                lock(connection, "SELECT pg_advisory_unlock(?)");
            }
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("the schema " + schema + " cannot be brought up to date", e);
        }
    }

    private static void lock(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, LOCK);
            statement.execute();
        }
    }
}
