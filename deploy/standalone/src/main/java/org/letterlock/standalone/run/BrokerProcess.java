package org.letterlock.standalone.run;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.letterlock.embedded.EmbeddedBroker;
import org.letterlock.standalone.LauncherException;
import org.letterlock.standalone.data.DataDirectory;

/** The broker as a process of its own, on one port as long as the launcher lives. */
final class BrokerProcess implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final int ATTEMPT_MILLISECONDS = 1000;

    private final KeptProcess process;
    private final int port;
    private final Map<String, String> clientProperties;

    private BrokerProcess(KeptProcess process, int port, Map<String, String> clientProperties) {
        this.process = process;
        this.port = port;
        this.clientProperties = Map.copyOf(clientProperties);
    }

    static BrokerProcess start(DataDirectory data, int port) {
        var client = EmbeddedBroker.clientProperties(data.kafka(), port);
        var process = KeptProcess.start(
                ChildProcess.BROKER,
                data.path().resolve(ClusterRun.DIRECTORY),
                data.logs().resolve(ChildProcess.BROKER + ".out"),
                List.of("-Xmx384m"),
                List.of(
                        data.kafka().toString(),
                        Integer.toString(port),
                        data.logs().toString()));
        return new BrokerProcess(process, port, client);
    }

    Map<String, String> clientProperties() {
        return clientProperties;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    void awaitReady() {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        var settings = new HashMap<String, Object>(clientProperties);
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ATTEMPT_MILLISECONDS);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ATTEMPT_MILLISECONDS);
        try (var admin = Admin.create(settings)) {
            while (!answers(admin)) {
                if (System.nanoTime() > deadline) {
                    throw new LauncherException(
                            "the broker is not ready after " + START_LIMIT.toSeconds() + " s; see its log");
                }
            }
        }
    }

    private static boolean answers(Admin admin) {
        try {
            return !admin.describeCluster()
                    .nodes()
                    .get(ATTEMPT_MILLISECONDS, TimeUnit.MILLISECONDS)
                    .isEmpty();
        } catch (ExecutionException | TimeoutException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LauncherException("interrupted", e);
        }
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return ChildProcess.BROKER;
    }
}
