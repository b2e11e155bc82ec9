package org.letterlock.standalone.crash;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.letterlock.standalone.Launcher;
import org.letterlock.standalone.control.RunState;

/** The suite in a process of its own, which may be killed and started again on the same data. */
final class SuiteProcess {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);

    private final String command;
    private final Path data;
    private final List<String> options;
    private final Map<String, String> environment;
    private Process process;

    private SuiteProcess(String command, Path data, List<String> options, Map<String, String> environment)
            throws IOException {
        this.command = command;
        this.data = data;
        this.options = List.copyOf(options);
        this.environment = Map.copyOf(environment);
        this.process = launch();
    }

    /** Starts the suite and returns when it is ready. */
    static SuiteProcess start(Path data, List<String> options) throws IOException, InterruptedException {
        return start(data, options, Map.of());
    }

    /** The same with more variables in its environment. */
    static SuiteProcess start(Path data, List<String> options, Map<String, String> environment)
            throws IOException, InterruptedException {
        var suite = new SuiteProcess("run", data, options, environment);
        suite.awaitReady();
        return suite;
    }

    /** The same with the broker, PostgreSQL and each service in a process of its own. */
    static SuiteProcess startCluster(Path data, List<String> options) throws IOException, InterruptedException {
        var suite = new SuiteProcess("cluster", data, options, Map.of());
        suite.awaitReady();
        return suite;
    }

    /** Starts it again and tells how long it took until it was ready. */
    Duration startAgain() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        process = launch();
        awaitReady();
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private Process launch() throws IOException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "-Xmx640m",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("crash.class-path", System.getProperty("java.class.path")),
                Launcher.class.getName(),
                command,
                "--data",
                data.toString(),
                "--any-ports"));
        line.addAll(options);
        var cache = System.getProperty("crash.aot-cache", "");
        if (!cache.isEmpty()) {
            line.add(1, "-XX:AOTCache=" + cache);
        }
        Files.createDirectories(data.toAbsolutePath().getParent());
        var builder = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        data.resolveSibling(data.getFileName() + ".out").toFile()));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (RunState.find(data)
                .map(RunState::process)
                .filter(pid -> pid == process.pid())
                .isEmpty()) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the suite did not start; see " + data + ".out and " + data.resolve("logs"));
            }
        }
    }

    RunState state() {
        return RunState.find(data).orElseThrow();
    }

    /** The process of that service, or of the broker, in a cluster. */
    ProcessHandle part(String name) throws IOException {
        return ProcessHandle.of(
                        Long.parseLong(Files.readString(data.resolve("cluster").resolve(name + ".pid"))
                                .strip()))
                .orElseThrow();
    }

    /** As {@code kill -9}. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Drains and stops. */
    void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the suite does not stop");
        }
    }
}
