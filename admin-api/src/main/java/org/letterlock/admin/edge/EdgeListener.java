package org.letterlock.admin.edge;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.listener.FrontEnd;
import org.letterlock.netty.listener.Listener;
import org.letterlock.netty.listener.ListenerSettings;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.listener.Transport;
import org.letterlock.netty.listener.TrustedProxies;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.springframework.context.SmartLifecycle;

/**
 * The port of the edge, on the same kit as every other port of the suite, so that the same checks are made in the same order
 * (CONN-1). It opens when the HTTP server behind it runs, and closes before that one stops.
 */
public final class EdgeListener implements SmartLifecycle {
    private static final int STANDARD_PORT = 4040;
    private static final Duration DRAIN = Duration.ofSeconds(2);
    private static final int AFTER_THE_SERVER =
            SmartLifecycle.DEFAULT_PHASE - 512; // that one has 2048 less than DEFAULT

    private final Listener listener;
    private final EventLoops loops;
    private final EdgeConnections connections;
    private final IntSupplier serverPort;
    private volatile int runningServerPort; // set before the port opens
    private volatile boolean running;

    EdgeListener(
            EdgeProperties properties,
            EventLoops loops,
            AccessPolicies policies,
            ConnectionGate gate,
            TlsContexts tls,
            TrustedProxies proxies,
            EdgeConnections connections,
            IntSupplier serverPort) {
        this.loops = loops;
        this.connections = connections;
        this.serverPort = serverPort;
        listener = new Listener(
                new ListenerSettings("admin", properties.address(), properties.port(), STANDARD_PORT, Transport.HTTPS),
                new Listener.Surroundings(loops, policies, gate, tls, proxies),
                new Https());
    }

    /** Number of the open port; empty while it is closed. */
    public OptionalInt port() {
        return listener.port();
    }

    @Override
    public void start() {
        runningServerPort = serverPort.getAsInt();
        listener.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        listener.stop(DRAIN);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return AFTER_THE_SERVER;
    }

    private final class Https implements FrontEnd {
        @Override
        public String refusal(Refusal refusal) {
            throw new IllegalStateException("a port with TLS closes without a word");
        }

        @Override
        public void open(Peer peer, ChannelPipeline pipeline) {
            pipeline.addLast(new EdgeRelay(peer, connections, loops.clientChannel(), runningServerPort));
        }
    }
}
