package org.letterlock.embedded;

import java.nio.file.Path;
import java.util.Map;
import kafka.server.KafkaRaftServer;
import org.letterlock.embedded.ServerStartException.Reason;

/**
 * A real Apache Kafka broker in KRaft mode inside this JVM, on 127.0.0.1, with its log on disk. Clients log in with a
 * secret made at the first start. Safe for use by several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final int ATTEMPTS_ON_ANY_PORT = 5;
    private static final String SECRET = "secret";

    private final ServerDirectory directory;
    private final BrokerSettings settings;
    private final KafkaRaftServer server;

    private EmbeddedBroker(ServerDirectory directory, BrokerSettings settings, KafkaRaftServer server) {
        this.directory = directory;
        this.settings = settings;
        this.server = server;
    }

    /** Settings of a broker that keeps its log and its secret in that directory. */
    public static Builder at(Path directory) {
        return new Builder(directory);
    }

    /**
     * What a client needs to reach the broker that runs, or will run, in that directory on that port, whichever process runs
     * it. Makes the directory and the secret when they are missing; must not be called while a broker starts there.
     *
     * @throws ServerStartException when a broker runs there already or the directory is not ours
     */
    public static Map<String, String> clientProperties(Path directory, int port) {
        try (var lock = ServerDirectory.open(directory)) {
            return BrokerSettings.clientProperties(port, lock.secret(SECRET));
        }
    }

    /** What may be chosen about the broker. */
    public static final class Builder {
        private final Path directory;
        private int port;
        private boolean durable = true;

        private Builder(Path directory) {
            this.directory = directory;
        }

        /** The clients' port on 127.0.0.1; 0, the default, means any free one. The controller takes any free one. */
        public Builder port(int value) {
            port = value;
            return this;
        }

        /** False makes the broker patient where a restart after a crash does not matter. For tests only. */
        public Builder durable(boolean value) {
            durable = value;
            return this;
        }

        /**
         * Starts the broker and returns when it serves clients.
         *
         * @throws ServerStartException when it does not; its reason says who can mend that
         */
        public EmbeddedBroker start() {
            var lock = ServerDirectory.open(directory);
            try {
                var log = BrokerLog.prepare(lock);
                var secret = lock.secret(SECRET);
                for (int attempt = 1; ; attempt++) {
                    var settings = new BrokerSettings(
                            log.directory(),
                            port == 0 ? LoopbackPorts.anyFree() : port,
                            LoopbackPorts.anyFree(),
                            secret,
                            durable);
                    try {
                        return new EmbeddedBroker(lock, settings, BrokerStart.start(settings));
                    } catch (ServerStartException e) {
                        if (e.reason() != Reason.PORT_TAKEN
                                || (port != 0 && !LoopbackPorts.isFree(port))
                                || attempt == ATTEMPTS_ON_ANY_PORT) {
                            throw e;
                        }
                    }
                }
            } catch (RuntimeException e) {
                lock.close();
                throw e;
            }
        }
    }

    public int port() {
        return settings.port();
    }

    /** The value of {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LoopbackPorts.ADDRESS + ":" + settings.port();
    }

    /** What a Kafka client needs to reach this broker and to log in. Holds the secret. */
    public Map<String, String> clientProperties() {
        return settings.clientProperties();
    }

    /** Ends the broker in order. */
    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        directory.close();
    }
}
