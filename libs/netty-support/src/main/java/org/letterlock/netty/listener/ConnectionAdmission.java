package org.letterlock.netty.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.ConnectionGate.Verdict;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.session.OrderlyClose;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.PeerAddresses;

/** What happens to a connection between accept and the protocol's first handler. */
final class ConnectionAdmission {
    /** How many refused connections may wait at once for the client to read why; further ones are closed at once. */
    static final int MAX_LINGERING = 256;

    private final ListenerSettings settings;
    private final ConnectionGate gate;
    private final TlsContexts tls;
    private final TrustedProxies proxies;
    private final FrontEnd frontEnd;
    private final ChannelGroup connections;
    private final BooleanSupplier isOpen;
    private final AtomicInteger lingering = new AtomicInteger();

    /** @param isOpen whether the service runs; what was accepted just before it stopped comes here behind the stop */
    ConnectionAdmission(
            ListenerSettings settings,
            Listener.Surroundings surroundings,
            FrontEnd frontEnd,
            ChannelGroup connections,
            BooleanSupplier isOpen) {
        this.settings = settings;
        this.gate = surroundings.gate();
        this.tls = surroundings.tls();
        this.proxies = surroundings.proxies();
        this.frontEnd = frontEnd;
        this.connections = connections;
        this.isOpen = isOpen;
    }

    /** Somebody who speaks for himself, or behind a proxy where the place is for those. */
    void admit(SocketChannel channel, boolean proxyProtocol) {
        if (channel.remoteAddress() == null || channel.localAddress() == null) {
            var _ = channel.close(); // the client was gone before we looked
            return;
        }
        Ends ends = new Ends(
                PeerAddresses.ipOf(channel.remoteAddress()),
                PeerAddresses.portOf(channel.remoteAddress()),
                PeerAddresses.ipOf(channel.localAddress()),
                PeerAddresses.portOf(channel.localAddress()));
        if (!proxyProtocol || proxies.mayComeWithout(settings.service(), ends.address())) {
            judge(channel, ends);
        } else if (proxies.trusts(ends.address())) {
            connections.add(channel); // it hears when the service stops
            channel.pipeline().addLast(new ProxyHeaderHandler(new BehindProxy(channel, ends)));
            closeIfStopped(channel);
        } else {
            proxies.reject(settings.service(), ends.address(), "the sender is no trusted proxy");
            var _ = channel.close();
        }
    }

    /** Who speaks with whom. */
    private record Ends(IpAddress address, int port, IpAddress local, int localPort) {}

    private final class BehindProxy implements ProxyHeaderHandler.Outcome {
        private final SocketChannel channel;
        private final Ends ends;

        BehindProxy(SocketChannel channel, Ends ends) {
            this.channel = channel;
            this.ends = ends;
        }

        @Override
        public Optional<String> faultOf(ProxyHeader.Proxied header) {
            return TrustedProxies.faultOf(header.source(), ends.address());
        }

        @Override
        public void proceed(Optional<ProxyHeader.Proxied> client) {
            judge(
                    channel,
                    client.map(header -> new Ends(
                                    header.source(),
                                    header.sourcePort(),
                                    header.destination(),
                                    header.destinationPort()))
                            .orElse(ends));
        }

        @Override
        public void reject(String reason) {
            proxies.reject(settings.service(), ends.address(), reason);
        }
    }

    private void judge(SocketChannel channel, Ends ends) {
        switch (gate.judge(settings.service(), ends.address())) {
            case Verdict.Refused(Refusal refusal) -> refuse(channel, refusal);
            case Verdict.Admitted(ConnectionGate.Pass pass) -> {
                var _ = channel.closeFuture().addListener(_ -> pass.close());
                connections.add(channel);
                if (closeIfStopped(channel)) {
                    return;
                }
                open(channel, ends);
            }
        }
    }

    // Whoever stopped the service may not have seen this connection.
    private boolean closeIfStopped(SocketChannel channel) {
        if (isOpen.getAsBoolean()) {
            return false;
        }
        var _ = channel.close();
        return true;
    }

    private void open(SocketChannel channel, Ends ends) {
        Peer peer = new Peer(
                UUID.randomUUID(),
                settings.service(),
                settings.transport(),
                ends.address(),
                ends.port(),
                ends.local(),
                ends.localPort());
        ChannelPipeline pipeline = channel.pipeline();
        switch (settings.transport()) {
            case CLEAR -> frontEnd.open(peer, pipeline);
            case IMPLICIT_TLS -> openTls(peer, pipeline);
            case HTTPS -> pipeline.addLast(new ClearHttpHandler(settings.publicPort(), () -> openTls(peer, pipeline)));
        }
    }

    private void openTls(Peer peer, ChannelPipeline pipeline) {
        pipeline.addLast(ConnectionDriver.TLS_HANDLER, tls.serverHandler(peer.service(), peer.address()));
        frontEnd.open(peer, pipeline);
    }

    // Before TLS there is no channel on which the refusal could be said, so implicit-TLS ports close without a byte.
    private void refuse(SocketChannel channel, Refusal refusal) {
        switch (settings.transport()) {
            case IMPLICIT_TLS, HTTPS -> {
                var _ = channel.close();
            }
            case CLEAR -> {
                ByteBuf line = ByteBufUtil.writeAscii(channel.alloc(), frontEnd.refusal(refusal) + "\r\n");
                if (lingering.get() >= MAX_LINGERING) { // a flood must not use up the sockets of the others
                    var _ = channel.writeAndFlush(line).addListener(ChannelFutureListener.CLOSE);
                    return;
                }
                lingering.incrementAndGet();
                var _ = channel.closeFuture().addListener(_ -> lingering.decrementAndGet());
                var _ = channel.writeAndFlush(line);
                OrderlyClose.start(channel.pipeline());
            }
        }
    }
}
