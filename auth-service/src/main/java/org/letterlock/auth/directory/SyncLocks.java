package org.letterlock.auth.directory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
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

    private static final String LOCK_NOT_AVAILABLE = "55P03";

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

    /** The lock of a domain; empty if somebody else has it and keeps it for longer than {@code patience}. */
    Optional<Held> tryAcquire(DomainId domain, Duration patience) {
        String name = "letterlock directory sync " + domain;
        try {
            Connection connection = database.getConnection();
            boolean acquired = false;
            try {
                acquired = patience.isZero()
                        ? ask(connection, "SELECT pg_try_advisory_lock(hashtextextended(?, 0))", name)
                        : waitFor(connection, name, patience);
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

    private static boolean waitFor(Connection connection, String name, Duration patience) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = " + patience.toMillis());
            try {
                return ask(connection, "SELECT pg_advisory_lock(hashtextextended(?, 0)) IS NOT NULL", name);
            } catch (SQLException late) {
                if (LOCK_NOT_AVAILABLE.equals(late.getSQLState())) {
                    return false;
                }
                throw late;
            } finally {
                statement.execute("RESET lock_timeout");
            }
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
