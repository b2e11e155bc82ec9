package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.letterlock.testkit.FakeDns;
import org.springframework.util.FileSystemUtils;

/**
 * The suite that all tests of this JVM talk to: one that the system property {@code letterlock.data} names and that runs
 * already, else one that is started as a process of its own, on free ports and a fresh data directory: the one of a single
 * JVM, or, with the system property {@code letterlock.suite=cluster}, one with a process for each service.
 */
final class SuiteUnderTest {
    private static final int MAX_SECONDS_TO_START = 180;

    private static final SuiteUnderTest SHARED = start();

    private final Path data;
    private final FakeDns dns;
    private final Map<String, String> environment;
    private final SSLContext tls;

    private SuiteUnderTest(Path data, FakeDns dns) throws Exception {
        this.data = data;
        this.dns = dns;
        this.environment = new HashMap<>();
        for (String line : Files.readAllLines(data.resolve("demo.env"))) {
            int equals = line.indexOf('=');
            environment.put(
                    line.substring(0, equals), line.substring(equals + 1).replaceAll("^'|'$", ""));
        }
        this.tls = trusting(Path.of(environment("CA_CERT")));
    }

    static SuiteUnderTest shared() {
        return SHARED;
    }

    /** A value of {@code demo.env}. */
    String environment(String key) {
        return Objects.requireNonNull(environment.get(key), key);
    }

    int port(String key) {
        return Integer.parseInt(environment(key));
    }

    String domain() {
        return environment("DOMAIN");
    }

    /** Address of one of the demo's users, from 1. */
    String user(int number) {
        return "u" + number + "@" + domain();
    }

    String password() {
        return environment("PASSWORD");
    }

    /** The DNS server that the suite asks. */
    FakeDns dns() {
        return dns;
    }

    /** Where the suite keeps everything. */
    Path data() {
        return data;
    }

    /** Everything that the suite may have left on the disk: its data, its temporary files, what it printed. */
    List<Path> traces() {
        return List.of(data, temporary(data), output(data));
    }

    /** Trusts the suite's certificate authority and nobody else. */
    SSLContext tls() {
        return tls;
    }

    Rest rest() {
        return new Rest(environment("ADMIN_URL"), tls, environment("ADMIN_TOKEN"));
    }

    /** A bare connection to one of the ports of {@code demo.env}. */
    Dialogue dialogue(String port) throws IOException {
        return Dialogue.open(environment("HOST"), port(port), tls);
    }

    private static SuiteUnderTest start() {
        try {
            FakeDns dns = FakeDns.start();
            String running = System.getProperty("letterlock.data");
            Path data = running == null ? Files.createTempDirectory("letterlock-acceptance") : Path.of(running);
            if (running == null) {
                launch(data, dns);
                fill(data);
            }
            return new SuiteUnderTest(data, dns);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException("the suite did not start", e);
        }
    }

    private static void launch(Path data, FakeDns dns) throws Exception {
        Path output = output(data);
        Files.createDirectories(temporary(data));
        Process suite = new ProcessBuilder(java(
                        data,
                        System.getProperty("letterlock.suite", "run"),
                        "--data",
                        data.toString(),
                        "--any-ports",
                        "--host-name",
                        "mx.demo.test",
                        "--dns",
                        "127.0.0.1:" + dns.port()))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(suite, data)));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_SECONDS_TO_START);
        while (!Files.readString(output).contains("ready after")) {
            assertThat(suite.isAlive() && System.nanoTime() < end)
                    .as(Files.readString(output))
                    .isTrue();
            suite.waitFor(100, TimeUnit.MILLISECONDS);
        }
    }

    private static void fill(Path data) throws Exception {
        Process demo = new ProcessBuilder(java(data, "demo", "--data", data.toString(), "--users", "4"))
                .redirectErrorStream(true)
                .start();
        String output = new String(demo.getInputStream().readAllBytes());
        assertThat(demo.waitFor()).as(output).isZero();
    }

    private static Path output(Path data) {
        return data.resolveSibling(data.getFileName() + ".out");
    }

    private static Path temporary(Path data) {
        return data.resolveSibling(data.getFileName() + ".tmp");
    }

    private static List<String> java(Path data, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx768m",
                "-Djava.io.tmpdir=" + temporary(data),
                "-cp",
                System.getProperty("java.class.path"),
                "org.letterlock.standalone.Launcher"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Ends it and removes its stores; what it logged stays for whoever looks into a failure. */
    private static void end(Process suite, Path data) {
        suite.destroy();
        try {
            if (!suite.waitFor(30, TimeUnit.SECONDS)) {
                suite.destroyForcibly().waitFor();
            }
            for (String store : List.of("kafka", "postgresql")) {
                FileSystemUtils.deleteRecursively(data.resolve(store));
            }
        } catch (InterruptedException e) {
            suite.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream pem = Files.newInputStream(authority)) {
            store.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }
}
