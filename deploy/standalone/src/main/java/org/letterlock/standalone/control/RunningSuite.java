package org.letterlock.standalone.control;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.TreeMap;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.suite.Door;

/** The suite that runs on a data directory in another process: says what it does, and stops it. */
public final class RunningSuite {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(90);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);
    private static final long POLL_MILLISECONDS = 50;

    private final Path data;
    private final InstantSource clock;

    public RunningSuite(Path data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    /** Tells the suite to drain and end, and waits until it has. Nothing running is no fault. */
    public void stop(PrintStream output) {
        if (!DataDirectory.isInUse(data)) {
            output.println("nothing runs on " + data);
            return;
        }
        var number = DataDirectory.user(data);
        var begin = clock.instant();
        var process = number.isEmpty() ? Optional.<ProcessHandle>empty() : ProcessHandle.of(number.getAsLong());
        if (process.isEmpty()) {
            throw new LauncherException("the process that uses " + data + " is not seen from here");
        }
        if (!process.get().destroy()) {
            throw new LauncherException(
                    "process " + process.get().pid() + " belongs to another user; stop it as that user");
        }
        while (DataDirectory.isInUse(data)) {
            if (Duration.between(begin, clock.instant()).compareTo(STOP_LIMIT) > 0) {
                throw new LauncherException("process " + process.get().pid() + " has not ended within "
                        + STOP_LIMIT.toSeconds() + " s; see " + data.resolve("logs"));
            }
            pause();
        }
        output.println(
                "stopped after " + Duration.between(begin, clock.instant()).toMillis() / 1000.0 + " s");
    }

    /** Waits a moment for another process to get on. */
    static void pause() {
        try {
            Thread.sleep(POLL_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    /** Prints what runs; tells whether anything does. */
    public boolean printStatus(PrintStream output) {
        if (!DataDirectory.isInUse(data)) {
            output.println("nothing runs on " + data);
            return false;
        }
        var found = RunState.find(data);
        if (found.isEmpty()) {
            output.println("starting or ending on " + data);
            return true;
        }
        var state = found.get();
        var age = Duration.between(state.startedAt(), clock.instant());
        output.printf(
                "%s runs on %s in process %d, for %d h %d min %d s%n",
                state.hostName().text(),
                data,
                state.process(),
                age.toHours(),
                age.toMinutesPart(),
                age.toSecondsPart());
        for (Door door : Door.values()) {
            output.printf(
                    "  %-11s port %-6d %-7s %s%n",
                    door, state.doors().of(door), state.doors().isOpen(door) ? "open" : "closed", door.purpose());
        }
        try (var client = HttpClient.newBuilder().connectTimeout(PROBE_LIMIT).build()) {
            new TreeMap<>(state.internalPorts())
                    .forEach((service, port) -> output.printf("  %-30s %s%n", service, health(client, port)));
        }
        return true;
    }

    private static String health(HttpClient client, int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(PROBE_LIMIT)
                .build();
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200
                    ? "ready"
                    : "not ready";
        } catch (IOException _) {
            return "does not answer";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }
}
