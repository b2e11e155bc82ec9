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
import javax.net.ssl.SSLContext;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.suite.Part;

/** One service as a process of its own. */
final class ServiceProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(3);
    private static final long POLL_MILLISECONDS = 100;

    private final Part part;
    private final int port;
    private final KeptProcess process;
    private String lastAnswer = "none"; // the waiting thread's

    private ServiceProcess(Part part, int port, KeptProcess process) {
        this.part = part;
        this.port = port;
        this.process = process;
    }

    static ServiceProcess start(Part part, int port, Map<String, Object> settings, DataDirectory data) {
        try {
            var directory = data.path().resolve(ClusterRun.DIRECTORY);
            var file = writeSettings(part, port, settings, directory);
            var process = KeptProcess.start(
                    part.serviceName(),
                    directory,
                    data.logs().resolve(part.serviceName() + ".log"),
                    List.of("-Xmx256m"),
                    List.of("--spring.config.additional-location=file:" + file));
            return new ServiceProcess(part, port, process);
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

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** @param door the port of the edge, through which alone a public service is reached */
    void awaitReady(SSLContext trust, int door) {
        var address = part.isPublic() ? "https://localhost:" + door : "http://localhost:" + port;
        var request = HttpRequest.newBuilder(URI.create(address + "/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        try (var client = HttpClient.newBuilder().sslContext(trust).build()) {
            while (System.nanoTime() < deadline) {
                if (answers(client, request)) {
                    return;
                }
                Thread.sleep(POLL_MILLISECONDS);
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

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return part.serviceName();
    }
}
