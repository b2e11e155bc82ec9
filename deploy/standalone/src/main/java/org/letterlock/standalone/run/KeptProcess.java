package org.letterlock.standalone.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link ChildProcess}, started again one second after it has ended unasked. Its number stands in {@code NAME.pid} while it
 * runs, so that the next launcher can wait for what a killed one has left.
 */
final class KeptProcess implements AutoCloseable {
    /** Told on the command line, where {@code ps} shows it. */
    static final String NAME_PROPERTY = "letterlock.process";

    private static final Logger LOG = LoggerFactory.getLogger(KeptProcess.class);
    static final String PID = ".pid";
    private static final long STOP_LIMIT_SECONDS = 40;
    private static final long PAUSE_MILLISECONDS = 1000;

    private final String name;
    private final Path pidFile;
    private final ProcessBuilder builder;
    private volatile Process process; // replaced by the keeper
    private volatile boolean closing; // set once, by close

    private KeptProcess(String name, Path pidFile, ProcessBuilder builder) throws IOException {
        this.name = name;
        this.pidFile = pidFile;
        this.builder = builder;
        this.process = launch();
        Thread.ofPlatform().daemon().name("keeper-" + name).start(this::keep);
    }

    /**
     * Starts a process.
     *
     * @param directory where its number is kept
     * @param log takes what it prints
     * @param jvmOptions beside those that every process gets
     */
    static KeptProcess start(String name, Path directory, Path log, List<String> jvmOptions, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.add("-D" + NAME_PROPERTY + "=" + name);
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-cp",
                System.getProperty("java.class.path"),
                ChildProcess.class.getName(),
                name));
        command.addAll(arguments);
        try {
            Files.createDirectories(directory);
            var builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            return new KeptProcess(name, directory.resolve(name + PID), builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process launch() throws IOException {
        var fresh = builder.start();
        Files.writeString(pidFile, Long.toString(fresh.pid()), StandardCharsets.US_ASCII);
        return fresh;
    }

    static boolean endsWithin(long seconds, ProcessHandle process) {
        return process.onExit()
                .thenApply(_ -> true)
                .completeOnTimeout(false, seconds, TimeUnit.SECONDS)
                .join();
    }

    private void keep() {
        while (!closing) {
            process.onExit().join();
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
                if (!closing) {
                    LOG.warn("{} has ended unasked and is started again", name);
                    process = launch();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(name + " cannot be started again", e);
            }
        }
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        closing = true;
        process.destroy();
        if (!endsWithin(STOP_LIMIT_SECONDS, process.toHandle())) {
            process.destroyForcibly();
        }
        try {
            Files.deleteIfExists(pidFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
