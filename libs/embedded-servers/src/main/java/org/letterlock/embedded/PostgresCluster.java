package org.letterlock.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.letterlock.embedded.ServerStartException.Reason;

/** The data directory of one PostgreSQL server ("cluster" is PostgreSQL's own word for it), initialised and checked. */
record PostgresCluster(
        Path data, Path log, PostgresBinaries binaries, PostgresAccount account, String password, Tuning tuning) {

    static final String SUPERUSER = "letterlock";

    /** What differs between an office's server and one for tests. */
    record Tuning(boolean durable, int sharedBuffersMebibytes, int maxConnections) {}

    static PostgresCluster prepare(ServerDirectory directory, PostgresBinaries binaries, Tuning tuning) {
        var cluster = new PostgresCluster(
                directory.resolve("cluster"),
                directory.resolve("postgresql.log"),
                binaries,
                PostgresAccount.choose(),
                directory.secret("password"),
                tuning);
        try {
            if (Files.exists(cluster.data)) {
                cluster.check();
            } else {
                cluster.initialise(directory);
            }
        } catch (IOException e) {
            throw new ServerStartException(Reason.FAILED, "PostgreSQL cannot use " + directory.path() + ": " + e, e);
        }
        return cluster;
    }

    private void check() throws IOException {
        var versionFile = data.resolve("PG_VERSION");
        if (Files.notExists(versionFile) || Files.notExists(data.resolve("global/pg_control"))) {
            throw new ServerStartException(
                    Reason.DAMAGED, data + " is damaged: it is no complete PostgreSQL data directory");
        }
        var version = Files.readString(versionFile).strip();
        if (!version.equals(PostgresBinaries.MAJOR_VERSION)) {
            throw new ServerStartException(
                    Reason.OTHER_VERSION,
                    data + " was made by PostgreSQL " + version + ", this is PostgreSQL "
                            + PostgresBinaries.MAJOR_VERSION);
        }
    }

    /** Into a directory beside, renamed at the end: a kill in between leaves nothing that looks like a data directory. */
    private void initialise(ServerDirectory directory) throws IOException {
        var fresh = directory.resolve("cluster.new");
        ServerDirectory.delete(fresh);
        Files.createDirectory(
                fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        var passwordFile = Files.createTempFile(directory.path(), "initdb", ".password");
        try {
            Files.writeString(passwordFile, password);
            account.own(fresh);
            account.own(passwordFile);
            account.passThrough(directory.path());
            runInitdb(fresh, passwordFile);
        } finally {
            Files.delete(passwordFile);
        }
        ServerDirectory.moveInto(fresh, data);
    }

    private void runInitdb(Path fresh, Path passwordFile) throws IOException {
        var command = new ArrayList<>(account.command(
                binaries.initdb().toString(),
                "--pgdata=" + fresh,
                "--username=" + SUPERUSER,
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C.UTF-8"));
        if (!tuning.durable) {
            command.add("--no-sync");
        }
        var initdb = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (Processes.exitOf(initdb) != 0) {
            throw new ServerStartException(Reason.FAILED, "PostgreSQL cannot be initialised: " + lastLine());
        }
    }

    /** The command that runs the server in the foreground. */
    List<String> command(int port) {
        var command = new ArrayList<>(
                account.command(binaries.postgres().toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        for (String setting : settings()) {
            command.add("-c");
            command.add(setting);
        }
        return command;
    }

    private List<String> settings() {
        var settings = Stream.of(
                "listen_addresses=" + LoopbackPorts.ADDRESS,
                "unix_socket_directories=",
                "shared_buffers=" + tuning.sharedBuffersMebibytes + "MB",
                "max_connections=" + tuning.maxConnections,
                "huge_pages=off",
                "io_method=sync",
                "jit=off",
                "max_parallel_workers_per_gather=0",
                "max_wal_senders=0",
                "max_replication_slots=0",
                "wal_level=minimal",
                "max_wal_size=512MB",
                "autovacuum_max_workers=2",
                "autovacuum_naptime=20s",
                // A failed statement and the row it failed on may hold addresses: neither belongs into a log.
                "log_min_error_statement=panic",
                "log_error_verbosity=terse");
        var crashUnsafe = Stream.of("fsync=off", "synchronous_commit=off", "full_page_writes=off");
        return (tuning.durable ? settings : Stream.concat(settings, crashUnsafe)).toList();
    }

    /** The last line of the log that says why the server ended, for the operator. */
    String lastLine() {
        try {
            var lines = Files.readAllLines(log);
            return lines.reversed().stream()
                    .filter(line -> line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))
                    .findFirst()
                    .orElse(lines.isEmpty() ? "it said nothing" : lines.getLast());
        } catch (IOException e) {
            return "its log cannot be read: " + e;
        }
    }
}
