package org.letterlock.auth.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.letterlock.contracts.directory.DomainId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;

/**
 * Locks by which only one replica syncs a domain at a time. Each is held by a connection of its own to the database, so it ends
 * with the replica that holds it, however that ends.
 */
final class SyncLocks {
    private static final Logger LOG = LoggerFactory.getLogger(SyncLocks.class);

    private final DataSource database;

    SyncLocks(DataSource database) {
        this.database = database;
    }

    /** A lock that is held. */
    static final class Held implements AutoCloseable {
        private final Connection connection;
        private final String name;

        private Held(Connection connection, String name) {
            this.connection = connection;
            this.name = name;
        }

        @Override
        public void close() {
            try (connection) {
                ask(connection, "SELECT pg_advisory_unlock(hashtextextended(?, 0))", name);
            } catch (SQLException gone) {
                LOG.warn("the lock of a directory sync went with its connection: {}", gone.toString());
            }
        }
    }

    /** The lock of a domain; empty if somebody else has it. */
    Optional<Held> tryAcquire(DomainId domain) {
        String name = "letterlock directory sync " + domain;
        try {
            Connection connection = database.getConnection();
            boolean acquired = false;
            try {
                acquired = ask(connection, "SELECT pg_try_advisory_lock(hashtextextended(?, 0))", name);
                return acquired ? Optional.of(new Held(connection, name)) : Optional.empty();
            } finally {
                if (!acquired) {
                    connection.close();
                }
            }
        } catch (SQLException unavailable) {
            throw new DataAccessResourceFailureException("no lock", unavailable);
        }
    }

    private static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet result = statement.executeQuery()) {
                return result.next() && result.getBoolean(1);
            }
        }
    }
}
