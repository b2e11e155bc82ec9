package org.letterlock.standalone.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Signals to the processes of PostgreSQL. */
final class Signals {
    private Signals() {}

    /** Sends a signal such as {@code STOP} to the server on that data and to all of its processes. */
    static void toPostgres(Path data, String signal) throws IOException, InterruptedException {
        var server = ProcessHandle.of(
                        Long.parseLong(Files.readAllLines(data.resolve("postgresql/cluster/postmaster.pid"))
                                .getFirst()))
                .orElseThrow();
        var all = Stream.concat(Stream.of(server), server.descendants())
                .map(process -> Long.toString(process.pid()))
                .toList();
        for (String process : all) {
            send(process, signal);
        }
    }

    static void send(String process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, process).start().waitFor();
    }
}
