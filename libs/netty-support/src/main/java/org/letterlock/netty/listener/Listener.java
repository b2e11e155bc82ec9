package org.letterlock.netty.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.session.ShutdownNotice;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port of a service. It is open exactly while the service's policy is known and enables it (SVC-6, SVC-16): a change of
 * the policy opens or closes it. Safe for use by any thread.
 */
public final class Listener implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark OUTBOUND = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final ListenerSettings settings;
    private final EventLoops loops;
    private final AccessPolicies policies;
    private final ChannelInitializer<SocketChannel> initializer;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private boolean started; // guarded by this, as is the next
    private @Nullable Channel port; // null while closed

    /** What a listener needs of its process; one of these serves all listeners. */
    public record Surroundings(EventLoops loops, AccessPolicies policies, ConnectionGate gate, TlsContexts tls) {}

    /** A listener that does nothing until it is started. */
    public Listener(ListenerSettings settings, Surroundings surroundings, FrontEnd frontEnd) {
        this.settings = settings;
        this.loops = surroundings.loops();
        this.policies = surroundings.policies();
        Admission admission = new Admission(settings, surroundings.gate(), surroundings.tls(), frontEnd, connections);
        this.initializer = new ChannelInitializer<>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                admission.admit(channel);
            }
        };
        policies.onServiceChange(service -> {
            if (service.equals(settings.service())) {
                follow();
            }
        });
    }

    /**
     * Opens the port as soon as the policy allows, which may be now.
     *
     * @throws ListenerException if it should open now and cannot
     */
    public synchronized void start() {
        started = true;
        if (isEnabled()) {
            open();
        } else {
            LOG.info("{}: closed until its policy enables it", settings.service());
        }
    }

    /** Number of the open port; empty while it is closed. */
    public synchronized OptionalInt port() {
        Channel open = port;
        return open == null ? OptionalInt.empty() : OptionalInt.of(PeerAddresses.portOf(open.localAddress()));
    }

    /** How many connections there are. */
    public int connections() {
        return connections.size();
    }

    /** Closes the port at once, tells the connections, and ends what is left of them after the time given (SVC-5). */
    public void stop(Duration drain) {
        synchronized (this) {
            started = false;
            closePort();
        }
        connections.forEach(connection -> connection.pipeline().fireUserEventTriggered(ShutdownNotice.LISTENER_STOPS));
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

    private synchronized void follow() {
        if (!started || isEnabled() == (port != null)) {
            return;
        }
        if (isEnabled()) {
            try {
                open();
            } catch (ListenerException e) {
                LOG.error("{}", e.getMessage(), e);
            }
        } else {
            closePort();
        }
    }

    private boolean isEnabled() {
        return policies.findService(settings.service())
                .filter(ServicePolicy::enabled)
                .isPresent();
    }

    private synchronized void open() {
        if (port != null) {
            return;
        }
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
                .childHandler(initializer)
                .bind(settings.socketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenerException(
                    "%s: port %d cannot be opened: %s"
                            .formatted(
                                    settings.service(),
                                    settings.port(),
                                    bound.cause().getMessage()),
                    bound.cause());
        }
        port = bound.channel();
        LOG.info("{}: listening on {}", settings.service(), bound.channel().localAddress());
    }

    private synchronized void closePort() {
        Channel open = port;
        if (open != null) {
            var _ = open.close().awaitUninterruptibly();
            port = null;
            LOG.info("{}: port closed", settings.service());
        }
    }
}
