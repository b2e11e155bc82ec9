package org.letterlock.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.letterlock.embedded.ServerStartException.Reason;

/** The running server, below a small shell that ends it as soon as this JVM is gone. */
final class PostgresProcess {
    /** Recovery after a crash replays at most max_wal_size, so this is ample. */
    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(15);

    /** What an orphan is told, by tenths of a second: stop in order, stop at once, die. A disk that fails can make it deaf. */
    private static final Map<Integer, String> ORPHAN_SIGNALS = Map.of(30, "-INT", 60, "-QUIT", 90, "-KILL");

    private static final long LOG_LIMIT_OCTETS = 8L << 20;

    /**
     * Waits for the end of its standard input, which is a pipe from this JVM, and then interrupts the server, which
     * PostgreSQL understands as "stop now, in order". When the server ends first, nobody may signal its number any more.
     */
    private static final String GUARD = """
            exec 3<&0
            "$@" 3<&- </dev/null >>"$LOG" 2>&1 &
            server=$!
            { cat <&3 >/dev/null; kill -INT $server; sleep 30; kill -QUIT $server; } 2>/dev/null &
            watcher=$!
            exec 3<&-
            wait $server
            status=$?
            kill $watcher 2>/dev/null
            exit $status
            """;

    private final PostgresCluster cluster;
    private final Process shell;

    private PostgresProcess(PostgresCluster cluster, Process shell) {
        this.cluster = cluster;
        this.shell = shell;
    }

    static PostgresProcess start(PostgresCluster cluster, int port) {
        endOrphan(cluster.data().resolve("postmaster.pid"));
        if (!LoopbackPorts.isFree(port)) {
            throw new ServerStartException(Reason.PORT_TAKEN, "port " + port + " for PostgreSQL is taken");
        }
        try {
            var log = cluster.log();
            if (Files.exists(log) && Files.size(log) > LOG_LIMIT_OCTETS) {
                Files.move(log, log.resolveSibling("postgresql.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            var before = postmasterFile(cluster);
            var builder = new ProcessBuilder(command(cluster, port))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().put("LOG", log.toString());
            // Text of the server in one language: we look for words in it.
            builder.environment().put("LC_ALL", "C");
            var process = new PostgresProcess(cluster, builder.start());
            process.awaitReady(before, port);
            return process;
        } catch (IOException e) {
            throw new ServerStartException(Reason.FAILED, "PostgreSQL cannot be started: " + e, e);
        }
    }

    private static List<String> command(PostgresCluster cluster, int port) {
        var command = new ArrayList<String>();
        if (Processes.succeeds(List.of("setsid", "true"))) {
            // A session of its own: Ctrl-C in the terminal must reach the launcher only, which drains first.
            command.add("setsid");
        }
        command.addAll(List.of("sh", "-c", GUARD, "postgres-guard"));
        command.addAll(cluster.command(port));
        return command;
    }

    private static List<String> postmasterFile(PostgresCluster cluster) {
        try {
            return Files.readAllLines(cluster.data().resolve("postmaster.pid"));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** The server itself writes its state into line 8 of this file, which is also what pg_ctl looks at. */
    private void awaitReady(List<String> before, int port) {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (System.nanoTime() < deadline) {
            if (Processes.endsWithin(20, shell)) {
                throw failure(port);
            }
            var lines = postmasterFile(cluster);
            if (lines.size() >= 8 && lines.get(7).strip().equals("ready") && !lines.equals(before)) {
                return;
            }
        }
        stop();
        throw new ServerStartException(
                Reason.FAILED,
                "PostgreSQL did not answer within " + START_LIMIT.toSeconds() + " s; see " + cluster.log());
    }

    private ServerStartException failure(int port) {
        var words = cluster.lastLine();
        if (!LoopbackPorts.isFree(port) || words.contains("could not create any TCP/IP sockets")) {
            return new ServerStartException(Reason.PORT_TAKEN, "port " + port + " for PostgreSQL is taken");
        }
        if (words.contains("Permission denied") || words.contains("wrong ownership")) {
            return new ServerStartException(
                    Reason.FOREIGN_DIRECTORY, cluster.data() + " belongs to another user: " + words);
        }
        if (words.contains("No space left") || words.contains("Cannot allocate") || words.contains("shared memory")) {
            return new ServerStartException(Reason.FAILED, "PostgreSQL lacks room: " + words);
        }
        return new ServerStartException(
                Reason.DAMAGED, "PostgreSQL cannot start from " + cluster.data() + ": " + words);
    }

    /**
     * A server that an earlier, killed JVM left behind. Its guard is ending it; when even the guard was killed, we do. The
     * lock of the directory is ours, so nobody else can own it.
     */
    private static void endOrphan(Path postmasterFile) {
        var left = runningServer(postmasterFile);
        long deadline = System.nanoTime() + ORPHAN_LIMIT.toNanos();
        for (int round = 1; left.isPresent() && System.nanoTime() < deadline; round++) {
            var signal = ORPHAN_SIGNALS.get(round);
            if (signal != null) {
                Processes.succeeds(
                        List.of("kill", signal, Long.toString(left.get().pid())));
            }
            Processes.pause(100);
            left = left.filter(ProcessHandle::isAlive);
        }
        if (left.isPresent()) {
            throw new ServerStartException(
                    Reason.IN_USE,
                    postmasterFile.getParent() + " is in use by PostgreSQL process "
                            + left.get().pid());
        }
    }

    private static Optional<ProcessHandle> runningServer(Path postmasterFile) {
        if (Files.notExists(postmasterFile)) {
            return Optional.empty();
        }
        try {
            var lines = Files.readAllLines(postmasterFile);
            var process = lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,18}")
                    ? Optional.<ProcessHandle>empty()
                    : ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
            var server =
                    process.filter(handle -> handle.info().command().orElse("").endsWith("/postgres"));
            if (server.isEmpty()) {
                // Its number may have gone to another process since, which PostgreSQL would take for the old server.
                Files.deleteIfExists(postmasterFile);
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return shell.isAlive();
    }

    CompletableFuture<Void> ended() {
        return shell.onExit().thenApply(_ -> null);
    }

    void stop() {
        try {
            shell.getOutputStream().close();
        } catch (IOException _) {
            // the shell has ended already
        }
        if (!Processes.endsWithin(STOP_LIMIT.toMillis(), shell)) {
            kill();
        }
    }

    void kill() {
        shell.descendants().forEach(ProcessHandle::destroyForcibly);
        shell.destroyForcibly();
        Processes.endsWithin(STOP_LIMIT.toMillis(), shell);
    }
}
