package org.letterlock.embedded;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.letterlock.embedded.ServerStartException.Reason;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server below this JVM, on 127.0.0.1, with passwords and its data on disk. It ends when it is closed,
 * and by itself within seconds when this JVM is killed. Safe for use by several threads.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final int ATTEMPTS_ON_ANY_PORT = 5;

    private final ServerDirectory directory;
    private final PostgresCluster cluster;
    private final int port;
    private PostgresProcess process; // guarded by this

    private EmbeddedPostgres(ServerDirectory directory, PostgresCluster cluster, int port, PostgresProcess process) {
        this.directory = directory;
        this.cluster = cluster;
        this.port = port;
        this.process = process;
    }

    /** Settings of a server that keeps its data, its log and its password in that directory. */
    public static Builder at(Path directory) {
        return new Builder(directory);
    }

    /** What may be chosen about the server. */
    public static final class Builder {
        private final Path directory;
        private Path binaries = PostgresBinaries.defaultCache();
        private int port;
        private boolean durable = true;
        private int sharedBuffersMebibytes = 96;
        private int maxConnections = 120;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** The port on 127.0.0.1; 0, the default, means any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** Where the programs are unpacked to; by default a cache directory of the user. */
        public Builder binariesIn(Path value) {
            binaries = value;
            return this;
        }

        /** False gives up what outlives a crash of the machine, for speed. For tests only. */
        public Builder durable(boolean value) {
            durable = value;
            return this;
        }

        public Builder sharedBuffersMebibytes(int value) {
            sharedBuffersMebibytes = value;
            return this;
        }

        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /**
         * Starts the server and returns when it answers.
         *
         * @throws ServerStartException when it does not; its reason says who can mend that
         */
        public EmbeddedPostgres start() {
            var lock = ServerDirectory.open(directory);
            try {
                var cluster = PostgresCluster.prepare(
                        lock,
                        PostgresBinaries.in(binaries),
                        new PostgresCluster.Tuning(durable, sharedBuffersMebibytes, maxConnections));
                return startOn(lock, cluster);
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        }

        private EmbeddedPostgres startOn(ServerDirectory lock, PostgresCluster cluster) {
            if (port != 0) {
                return new EmbeddedPostgres(lock, cluster, port, PostgresProcess.start(cluster, port));
            }
            for (int attempt = 1; ; attempt++) {
                int candidate = LoopbackPorts.anyFree();
                try {
                    return new EmbeddedPostgres(lock, cluster, candidate, PostgresProcess.start(cluster, candidate));
                } catch (ServerStartException e) {
                    if (e.reason() != Reason.PORT_TAKEN || attempt == ATTEMPTS_ON_ANY_PORT) {
                        throw e;
                    }
                }
            }
        }
    }

    public int port() {
        return port;
    }

    public String user() {
        return PostgresCluster.SUPERUSER;
    }

    /** The password made when the data directory was. */
    public String password() {
        return cluster.password();
    }

    /** The JDBC address of a database of this server, without user and password. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + LoopbackPorts.ADDRESS + ":" + port + "/" + database;
    }

    /** Opens a connection of the server's own user. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(jdbcUrl(database), user(), password());
    }

    /** Makes the database unless it is there already. */
    public void createDatabase(String name) {
        if (!name.matches("[a-z_][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException("not a plain database name: " + name);
        }
        try (var connection = connect("postgres");
                var query = connection.prepareStatement("SELECT 1 FROM pg_database WHERE datname = ?");
                var statement = connection.createStatement()) {
            query.setString(1, name);
            try (var found = query.executeQuery()) {
                if (!found.next()) {
                    statement.execute("CREATE DATABASE " + name);
                }
            }
        } catch (SQLException e) {
            throw new ServerStartException(Reason.FAILED, "database " + name + " cannot be made: " + e.getMessage(), e);
        }
    }

    /** Completes when the server has ended, whoever ended it. */
    public synchronized CompletableFuture<Void> ended() {
        return process.ended();
    }

    /** Starts the server again, on the same port, after it has ended by itself. Does nothing while it runs. */
    public synchronized void restart() {
        if (!process.isAlive()) {
            LOG.warn("PostgreSQL has ended unasked and is started again");
            process = PostgresProcess.start(cluster, port);
        }
    }

    /** Ends the server in order: sessions are broken off, what was committed is on disk. */
    @Override
    public synchronized void close() {
        process.stop();
        directory.close();
    }

    /** Ends the server as a crash would. For tests. */
    public synchronized void kill() {
        process.kill();
    }
}
