package org.letterlock.standalone.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.suite.Part;

/** One service as a process of its own, started again one second after it has ended unasked. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final long STOP_LIMIT_SECONDS = 40;
    private static final long PAUSE_MILLISECONDS = 1000;
    private static final long POLL_MILLISECONDS = 100;

    /** The edge answers one request a second to who does not say who he is (API-11). */
    private static final long PUBLIC_POLL_MILLISECONDS = 1200;

    private final Part part;
    private final int port;
    private final ProcessBuilder builder;
    private String lastAnswer = "none"; // the waiting thread's
    private volatile Process process; // replaced by the keeper
    private volatile boolean closing; // set once, by close

    private ServiceProcess(Part part, int port, ProcessBuilder builder) throws IOException {
        this.part = part;
        this.port = port;
        this.builder = builder;
        this.process = builder.start();
        Thread.ofPlatform().daemon().name("keeper-" + part.serviceName()).start(this::keep);
    }

    static ServiceProcess start(Part part, int port, Map<String, Object> settings, Path data) {
        try {
            var file = writeSettings(part, port, settings, data.resolve("cluster"));
            var builder = new ProcessBuilder(command(part, file))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("logs")
                            .resolve(part.serviceName() + ".log")
                            .toFile()));
            return new ServiceProcess(part, port, builder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In a file that only we read, not in arguments: those are seen by everybody on this machine. */
    private static Path writeSettings(Part part, int port, Map<String, Object> settings, Path directory)
            throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve(part.serviceName() + ".properties");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        var text = new StringBuilder();
        settings.forEach((name, value) -> text.append(name + "=" + escaped(value) + "\n"));
        text.append("server.port=" + port + "\n");
        Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        return file;
    }

    private static String escaped(Object value) {
        return value.toString().replace("\\", "\\\\").replace("${", "\\${");
    }

    private static List<String> command(Part part, Path settings) {
        return List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path"),
                part.application().getName(),
                "--spring.config.additional-location=file:" + settings);
    }

    long pid() {
        return process.pid();
    }

    void awaitReady(SSLContext trust) {
        var scheme = part.isPublic() ? "https" : "http";
        var request = HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (var client = HttpClient.newBuilder().sslContext(trust).build()) {
            while (System.nanoTime() < deadline) {
                if (answers(client, request)) {
                    return;
                }
                Thread.sleep(part.isPublic() ? PUBLIC_POLL_MILLISECONDS : POLL_MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
        throw new LauncherException(part.serviceName() + " is not ready after " + START_LIMIT.toSeconds()
                + " s, its last answer was " + lastAnswer + "; see its log");
    }

    private boolean answers(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            lastAnswer = "status " + status;
            return status == 200;
        } catch (IOException e) {
            lastAnswer = e.toString();
            return false;
        }
    }

    private void keep() {
        while (!closing) {
            process.onExit().join();
            try {
                Thread.sleep(PAUSE_MILLISECONDS);
                if (!closing) {
                    process = builder.start();
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(part.serviceName() + " cannot be started again", e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return part.serviceName();
    }
}
