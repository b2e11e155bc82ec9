package org.letterlock.standalone.suite;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.embedded.EmbeddedBroker;
import org.letterlock.embedded.EmbeddedPostgres;
import org.letterlock.service.ServiceApplication;
import org.letterlock.standalone.data.CertificateRenewal;
import org.letterlock.standalone.data.DataDirectory;
import org.letterlock.standalone.data.HostName;
import org.letterlock.standalone.data.TlsFiles;
import org.letterlock.standalone.suite.StartPlan.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole suite in this JVM: PostgreSQL, the broker and a context per service. Started once, closed once. */
public final class Suite implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Suite.class);
    private static final String POSTGRESQL = "PostgreSQL";
    private static final String BROKER = "Kafka broker";

    private final DataDirectory data;
    private final HostName hostName;
    private final SuiteSettings settings;
    private final Ports ports;
    private final TlsFiles tls;
    private final AtomicReference<@Nullable EmbeddedPostgres> postgres = new AtomicReference<>();
    private final int brokerPort = Ports.anyFree(1).getFirst();
    private final BrokerWait brokerWait = new BrokerWait();
    private final AtomicReference<@Nullable Map<String, String>> brokerProperties = new AtomicReference<>();
    private final Map<Part, ConfigurableApplicationContext> contexts = new ConcurrentHashMap<>();
    private final Map<String, Integer> internalPorts = new ConcurrentHashMap<>();
    private final Deque<Running> running = new ArrayDeque<>(); // guarded by itself; the last started is the first
    private boolean closed; // guarded by running

    private record Running(String name, AutoCloseable part) {}

    private Suite(DataDirectory data, SuiteSettings settings, Ports ports, HostName hostName, TlsFiles tls) {
        this.data = data;
        this.settings = settings;
        this.ports = ports;
        this.hostName = hostName;
        this.tls = tls;
    }

    /** Prepares what every part needs to know; nothing runs yet. */
    public static Suite prepare(DataDirectory data, SuiteSettings settings, Ports ports, Instant now) {
        var hostName = settings.hostName().orElse(data.installation().hostName());
        if (!hostName.equals(data.installation().hostName())) {
            data.remember(hostName);
        }
        return new Suite(data, settings, ports, hostName, TlsFiles.prepare(data.tls(), hostName, now));
    }

    /** Starts everything and returns when the last door is open. A failure leaves what was started to {@link #close()}. */
    public void start() {
        keep("certificate renewal", CertificateRenewal.start(data.tls(), hostName, InstantSource.system()));
        // A service needs the broker late in its start and waits for it there: after a kill that saves seconds.
        brokerProperties.set(EmbeddedBroker.clientProperties(data.kafka(), brokerPort));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(BROKER, Set.of(), this::startBroker));
        steps.add(new Step(POSTGRESQL, Set.of(), this::startPostgres));
        for (Part part : Part.values()) {
            var after = new HashSet<>(Set.of(POSTGRESQL));
            part.after().forEach(other -> after.add(other.serviceName()));
            steps.add(new Step(part.serviceName(), after, () -> startService(part)));
        }
        StartPlan.run(steps);
    }

    private void startPostgres() {
        var server = EmbeddedPostgres.at(data.postgresql()).start();
        postgres.set(server);
        keep(POSTGRESQL, new PostgresKeeper(server));
        server.createDatabase(PartSettings.DATABASE);
    }

    private void startBroker() {
        brokerWait.endWith(() ->
                keep(BROKER, EmbeddedBroker.at(data.kafka()).port(brokerPort).start()));
    }

    private void startService(Part part) {
        var told = new PartSettings(
                        data, hostName, settings.dns(), ports, tls, started(postgres), started(brokerProperties))
                .of(part, internalPorts);
        var context =
                ServiceApplication.start(part.application(), part.serviceName(), told, fresh -> handOver(part, fresh));
        keep(part.serviceName(), context);
        contexts.put(part, context);
        if (!part.isPublic()) {
            internalPorts.put(
                    part.serviceName(),
                    context.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
        }
    }

    /** Mailboxes are read through the mailstore's own object, with no network between; the broker may still be starting. */
    private void handOver(Part part, ConfigurableApplicationContext fresh) {
        fresh.getBeanFactory().registerSingleton("brokerWait", brokerWait.ofOneService());
        var mailstore = contexts.get(Part.MAILSTORE);
        if (part == Part.MAILBOX_INGRESS && mailstore != null) {
            fresh.getBeanFactory().registerSingleton("mailboxStore", mailstore.getBean(MailboxStore.class));
        }
    }

    private static <T> T started(AtomicReference<@Nullable T> reference) {
        T value = reference.get();
        if (value == null) {
            throw new IllegalStateException("used before it was started");
        }
        return value;
    }

    private void keep(String name, AutoCloseable part) {
        synchronized (running) {
            if (!closed) {
                running.addFirst(new Running(name, part));
                return;
            }
        }
        close(new Running(name, part)); // the operator has changed their mind while it started
        throw new IllegalStateException("stopped while starting");
    }

    public HostName hostName() {
        return hostName;
    }

    public Ports ports() {
        return ports;
    }

    /** The loopback HTTP port of each service, by its name. */
    public Map<String, Integer> internalPorts() {
        return Map.copyOf(internalPorts);
    }

    /** The certificate of the authority that clients may trust. */
    public Path certificateAuthority() {
        return tls.authority();
    }

    /** Ends the parts in the reverse of the order in which they started: doors close first, then what they led to. */
    @Override
    public void close() {
        List<Running> parts;
        synchronized (running) {
            closed = true;
            parts = List.copyOf(running);
            running.clear();
        }
        parts.forEach(Suite::close);
    }

    private static void close(Running running) {
        long begin = System.nanoTime();
        try {
            running.part.close();
            LOG.info("{} ended in {} ms", running.name, (System.nanoTime() - begin) / 1_000_000);
        } catch (Exception e) { // the others have to end nevertheless
            LOG.warn("{} did not end in order", running.name, e);
        }
    }
}
