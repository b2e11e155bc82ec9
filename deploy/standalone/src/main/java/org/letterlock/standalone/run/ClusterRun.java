package org.letterlock.standalone.run;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.letterlock.embedded.EmbeddedBroker;
import org.letterlock.embedded.EmbeddedPostgres;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.TlsFiles;
import org.letterlock.standalone.demo.InstallationTrust;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Part;
import org.letterlock.standalone.suite.PartSettings;
import org.letterlock.standalone.suite.Ports;
import org.letterlock.standalone.suite.SuiteSettings;

/**
 * Runs the suite as a cluster does: the broker in this process, PostgreSQL and every service in one of its own, told where
 * the others are by configuration only. A service that ends is started again.
 */
public final class ClusterRun {
    private final SuiteSettings settings;
    private final PrintStream output;
    private final Clock clock;
    private final Deque<AutoCloseable> running = new ArrayDeque<>(); // the starting thread's, then the draining one's

    public ClusterRun(SuiteSettings settings, PrintStream output, Clock clock) {
        this.settings = settings;
        this.output = output;
        this.clock = clock;
    }

    /** Starts everything and serves until the signal to end. */
    public void untilStopped() {
        DataDirectory.requireUsable(settings.data());
        var ports = Ports.choose(settings.ports());
        ports.requireFree();
        try (var data = DataDirectory.open(settings.data())) {
            SuiteLog.into(data.logs());
            RunState.remove(data.path()); // what a killed run has left
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(data.path()), "drain"));
            try {
                start(data, ports);
            } catch (RuntimeException e) {
                throw StartFailure.inOneLine(e);
            }
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void start(DataDirectory data, Ports ports) {
        var begin = clock.instant();
        var hostName = settings.hostName().orElse(data.installation().hostName());
        var tls = TlsFiles.prepare(data.tls(), hostName, begin);
        var broker = EmbeddedBroker.at(data.kafka()).start();
        running.addFirst(broker);
        var postgres = EmbeddedPostgres.at(data.postgresql()).start();
        running.addFirst(postgres);
        postgres.createDatabase(PartSettings.DATABASE);
        var told = new PartSettings(data, hostName, settings.dns(), ports, tls, postgres, broker);
        var internal = internalPorts(ports);
        var trust = trust(tls);
        for (Part part : Part.values()) {
            int port = internal.getOrDefault(part, 0);
            var process = ServiceProcess.start(part, port, told.of(part, byName(internal)), data.path());
            running.addFirst(process);
            process.awaitReady(trust);
            output.printf("  %-24s process %-8d http port %d%n", part.serviceName(), process.pid(), port);
        }
        new RunState(ProcessHandle.current().pid(), begin, hostName, ports, byName(internal)).write(data.path());
        output.printf(
                "ready after %.1f s%n", Duration.between(begin, clock.instant()).toMillis() / 1000.0);
        for (Door door : Door.values()) {
            output.printf("  %-12s port %-6d %s%n", door, ports.of(door), door.purpose());
        }
        output.println("  data         " + data.path());
    }

    /** Chosen beforehand: a service is told the ports of the others before they are up. */
    private static Map<Part, Integer> internalPorts(Ports ports) {
        var free = Ports.anyFree(Part.values().length).iterator();
        var internal = new EnumMap<Part, Integer>(Part.class);
        for (Part part : Part.values()) {
            internal.put(part, part.isPublic() ? Integer.valueOf(ports.of(Door.ADMIN)) : free.next());
        }
        return internal;
    }

    private static Map<String, Integer> byName(Map<Part, Integer> ports) {
        var byName = new TreeMap<String, Integer>();
        ports.forEach((part, port) -> {
            if (!part.isPublic()) {
                byName.put(part.serviceName(), port);
            }
        });
        return byName;
    }

    private static SSLContext trust(TlsFiles tls) {
        try {
            return InstallationTrust.of(tls.authority());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void drain(Path data) {
        RunState.remove(data);
        for (AutoCloseable each : running) {
            try {
                each.close();
            } catch (Exception e) { // the others have to end nevertheless
                output.println(each + " did not end in order: " + e);
            }
        }
        output.println("stopped");
        output.flush();
        Runtime.getRuntime().halt(0);
    }
}
