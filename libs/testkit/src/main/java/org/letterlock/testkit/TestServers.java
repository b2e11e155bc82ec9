package org.letterlock.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.letterlock.embedded.EmbeddedBroker;
import org.letterlock.embedded.EmbeddedPostgres;

/**
 * One PostgreSQL and one broker for all tests of this JVM, started when first asked for and ended with the JVM. They keep
 * nothing over a crash, otherwise they are what production runs on.
 */
public final class TestServers {
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final Deque<AutoCloseable> OPEN = new ArrayDeque<>();

    private TestServers() {}

    /** A new, empty database. */
    public static TestDatabase freshDatabase() {
        var server = Postgres.SERVER;
        var name = "test_" + DATABASES.incrementAndGet();
        server.createDatabase(name);
        return new TestDatabase(server.jdbcUrl(name), server.user(), server.password());
    }

    /** The shared server itself, for tests that let it fail. */
    public static EmbeddedPostgres postgres() {
        return Postgres.SERVER;
    }

    /** The shared broker. Topics outlive a test, so a test reads by keys or ids of its own. */
    public static EmbeddedBroker broker() {
        return Broker.SERVER;
    }

    /** What a client needs to reach the shared broker and to log in. */
    public static Map<String, String> kafkaProperties() {
        return Broker.SERVER.clientProperties();
    }

    private static final class Postgres {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            var directory = temporaryDirectory("postgresql");
            var server = EmbeddedPostgres.at(directory)
                    .durable(false)
                    .sharedBuffersMebibytes(32)
                    .start();
            closeAtTheEnd(server, directory);
            return server;
        }
    }

    private static final class Broker {
        static final EmbeddedBroker SERVER = start();

        private static EmbeddedBroker start() {
            var directory = temporaryDirectory("broker");
            var server = EmbeddedBroker.at(directory).durable(false).start();
            closeAtTheEnd(server, directory);
            return server;
        }
    }

    private static Path temporaryDirectory(String name) {
        try {
            return Files.createTempDirectory("letterlock-test-" + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Closes a service with the JVM, before the servers that it works with: what has been opened last is closed first. A hook of
     * its own would run beside theirs, and a client whose broker has gone waits half a minute for it.
     */
    public static void closeAtTheEnd(AutoCloseable service) {
        synchronized (OPEN) {
            if (OPEN.isEmpty()) {
                Runtime.getRuntime().addShutdownHook(new Thread(TestServers::closeAll));
            }
            OPEN.push(service);
        }
    }

    private static void closeAtTheEnd(AutoCloseable server, Path directory) {
        closeAtTheEnd(() -> {
            server.close();
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        });
    }

    private static void closeAll() {
        synchronized (OPEN) {
            for (AutoCloseable each : OPEN) {
                try {
                    each.close();
                } catch (Exception e) { // the edge of the JVM: nobody is left to act
                    System.err.println("a test server or service did not end in order: " + e);
                }
            }
        }
    }
}
