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
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.letterlock.embedded.EmbeddedPostgres;
import org.letterlock.standalone.control.RunState;
import org.letterlock.standalone.data.CertificateRenewal;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.TlsFiles;
import org.letterlock.standalone.demo.InstallationTrust;
import org.letterlock.standalone.suite.Door;
import org.letterlock.standalone.suite.Part;
import org.letterlock.standalone.suite.PartSettings;
import org.letterlock.standalone.suite.Ports;
import org.letterlock.standalone.suite.PostgresKeeper;
import org.letterlock.standalone.suite.SuiteSettings;
import org.slf4j.LoggerFactory;

/**
 * Runs the suite as a cluster does: the broker, PostgreSQL and every service in a process of its own, told where the others
 * are by configuration only. A process that ends is started again; all end when this one does, however it ends.
 */
public final class ClusterRun {
    /** Below the data directory: settings and numbers of the processes. */
    static final String DIRECTORY = "cluster";

    private final SuiteSettings settings;
    private final PrintStream output;
    private final Clock clock;
    private volatile boolean failed; // set by the starting thread, read by the draining one
    private final Deque<AutoCloseable> running = new ArrayDeque<>(); // guarded by itself; the last started is the first

    public ClusterRun(SuiteSettings settings, PrintStream output, Clock clock) {
        this.settings = settings;
        this.output = output;
        this.clock = clock;
    }

    /** Starts everything and serves until the signal to end. */
    public void untilStopped() {
        DataDirectory.requireUsable(settings.data());
        Orphans.awaitEnd(settings.data().resolve(DIRECTORY));
        var ports = Ports.choose(settings.ports());
        ports.requireFree();
        try (var data = DataDirectory.open(settings.data())) {
            SuiteLog.into(data.logs());
            RunState.remove(data.path()); // what a killed run has left
            output.println((data.isFresh() ? "installing into " : "starting on ") + data.path() + " ...");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(data.path()), "drain"));
            try {
                start(data, ports);
            } catch (RuntimeException e) {
                LoggerFactory.getLogger(ClusterRun.class).debug("the cluster did not start", e);
                failed = true;
                throw StartFailure.inOneLine(e);
            }
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void start(DataDirectory data, Ports ports) {
        var hostName = settings.hostName().orElse(data.installation().hostName());
        if (!hostName.equals(data.installation().hostName())) {
            data.remember(hostName);
        }
        var tls = TlsFiles.prepare(data.tls(), hostName, clock.instant());
        keep(CertificateRenewal.start(data.tls(), hostName, clock));
        var broker = BrokerProcess.start(data, Ports.anyFree(1).getFirst());
        keep(broker);
        var server = EmbeddedPostgres.at(data.postgresql()).start();
        keep(new PostgresKeeper(server));
        server.createDatabase(PartSettings.DATABASE);
        broker.awaitReady();
        output.printf("  %-24s process %-8d port %d%n", broker, broker.pid(), broker.port());
        var told = new PartSettings(data, hostName, settings.dns(), ports, tls, server, broker.clientProperties());
        var internal = internalPorts();
        var trust = trust(tls);
        for (List<Part> wave : waves()) {
            var processes = wave.stream()
                    .map(part -> startService(part, internal, told, data))
                    .toList();
            processes.forEach(process -> {
                process.awaitReady(trust, ports.of(Door.ADMIN));
                output.printf("  %-24s process %-8d http port %d%n", process, process.pid(), process.port());
            });
        }
        new Announcement(data, hostName, ports, tls.authority(), output, clock).of(byName(internal));
    }

    private ServiceProcess startService(Part part, Map<Part, Integer> internal, PartSettings told, DataDirectory data) {
        int port = internal.getOrDefault(part, 0);
        var process = ServiceProcess.start(part, port, told.of(part, byName(internal)), data);
        keep(process);
        return process;
    }

    /** First those that wait for nobody, then the doors that lead to them. */
    private static List<List<Part>> waves() {
        return Stream.of(true, false)
                .map(first -> Stream.of(Part.values())
                        .filter(part -> part.after().isEmpty() == first)
                        .toList())
                .toList();
    }

    /** Chosen beforehand: a service is told the ports of the others before they are up. */
    private static Map<Part, Integer> internalPorts() {
        var free = Ports.anyFree(Part.values().length).iterator();
        var internal = new EnumMap<Part, Integer>(Part.class);
        for (Part part : Part.values()) {
            internal.put(part, free.next());
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

    private void keep(AutoCloseable process) {
        synchronized (running) {
            running.addFirst(process);
        }
    }

    /** Also after a failed start. */
    private void drain(Path data) {
        var begin = clock.instant();
        RunState.remove(data);
        List<AutoCloseable> all;
        synchronized (running) {
            all = List.copyOf(running);
        }
        for (AutoCloseable each : all) {
            try {
                each.close();
            } catch (Exception e) { // the others have to end nevertheless
                output.println(each + " did not end in order: " + e);
            }
        }
        output.println("stopped after " + Announcement.seconds(Duration.between(begin, clock.instant())));
        output.flush();
        Runtime.getRuntime().halt(failed ? 1 : 0); // else the status would be that of the signal
    }
}
