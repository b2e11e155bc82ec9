package org.letterlock.netty.listener;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.session.PolicyNotice;
import org.letterlock.netty.session.ShutdownNotice;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The ports of a service. They are open exactly while the service's policy is known, enables it and it is not stopped
 * (SVC-5, SVC-6, SVC-16): a change of the policy opens, moves or closes them. Safe for use by any thread.
 */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private final ListenerSettings settings;
    private final EventLoops loops;
    private final AccessPolicies policies;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final OpenPorts ports; // guarded by this, as are the next
    private final RunState run = new RunState();
    private boolean started;
    private volatile boolean open; // whether connections are taken in

    /** What a listener needs of its process; one of these serves all listeners. */
    public record Surroundings(
            EventLoops loops, AccessPolicies policies, ConnectionGate gate, TlsContexts tls, TrustedProxies proxies) {}

    /** A listener that does nothing until it is started. */
    public Listener(ListenerSettings settings, Surroundings surroundings, FrontEnd frontEnd) {
        this.settings = settings;
        this.loops = surroundings.loops();
        this.policies = surroundings.policies();
        ConnectionAdmission admission =
                new ConnectionAdmission(settings, surroundings, frontEnd, connections, () -> open);
        this.ports = new OpenPorts(settings.service(), loops, place -> new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                admission.admit(channel, place.proxyProtocol());
            }
        });
        policies.onClientRulesChange(() -> tell(List.copyOf(connections), PolicyNotice.POLICY_CHANGED));
        policies.onServiceChange(service -> {
            if (service.equals(settings.service())) {
                follow().forEach(fault -> LOG.error("{}", fault.getMessage(), fault));
            }
        });
    }

    /**
     * Opens the ports as soon as the policy allows, which may be now.
     *
     * @throws ListenerException if one should open now and cannot
     */
    public void start() {
        List<ListenerException> faults;
        synchronized (this) {
            started = true;
            faults = follow();
            if (ports.isEmpty() && faults.isEmpty()) {
                LOG.info("{}: closed until its policy opens it", settings.service());
            }
        }
        if (!faults.isEmpty()) {
            throw faults.getFirst();
        }
    }

    /** Number of the open port, the first of several; empty while it is closed. */
    public synchronized OptionalInt port() {
        return ports.first();
    }

    /** How many connections there are. */
    public int connections() {
        return connections.size();
    }

    /** Closes the ports at once, tells the connections, and ends what is left of them after the time given (SVC-5). */
    public void stop(Duration drain) {
        synchronized (this) {
            started = false;
            open = false;
            ports.follow(List.of());
        }
        tell(List.copyOf(connections), ShutdownNotice.LISTENER_STOPS);
        if (!connections.newCloseFuture().awaitUninterruptibly(drain.toMillis(), TimeUnit.MILLISECONDS)) {
            LOG.info("{}: ending {} connections after {}", settings.service(), connections.size(), drain);
        }
        var _ = connections.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
    }

    /** Stops without waiting. */
    @Override
    public void close() {
        stop(Duration.ZERO);
    }

    private synchronized List<ListenerException> follow() {
        if (!started) {
            return List.of();
        }
        Optional<ServicePolicy> policy = policies.findService(settings.service());
        RunState.Wanted wanted = run.follow(policy.orElse(null));
        boolean wasOpen = !ports.isEmpty();
        open = wanted.running();
        if (wanted.restart() || !wanted.running()) {
            ports.follow(List.of());
            if (wasOpen) {
                drain();
            }
        }
        return wanted.running()
                ? ports.follow(policy.map(known ->
                                settings.places(known, policies.connections().listensOnIpv6()))
                        .orElse(List.of()))
                : List.of();
    }

    // The connections of now; those that come after a restart are no part of it.
    private void drain() {
        List<Channel> told = List.copyOf(connections);
        tell(told, ShutdownNotice.LISTENER_STOPS);
        int seconds = policies.connections().drainSeconds();
        var _ = loops.group()
                .schedule(
                        () -> told.forEach(connection -> {
                            var _ = connection.close();
                        }),
                        seconds,
                        TimeUnit.SECONDS);
        LOG.info("{}: stopped, {} connections have {} s left", settings.service(), told.size(), seconds);
    }

    private static void tell(List<Channel> connections, Object notice) {
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(notice));
    }
}
