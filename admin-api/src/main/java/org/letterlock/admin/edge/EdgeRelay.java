package org.letterlock.admin.edge;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.listener.Peer;
import org.letterlock.netty.session.OrderlyClose;
import org.letterlock.netty.session.ShutdownNotice;
import org.letterlock.netty.tls.ServerTlsHandler;
import org.letterlock.netty.transport.PeerAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one client's octets, out of TLS, to the HTTP server of this process and its answers back. Each side is read only
 * as fast as the other takes it. Confined to the connection's event loop, which the connection to the server shares.
 */
final class EdgeRelay extends ChannelInboundHandlerAdapter {
    private static final Logger LOG = LoggerFactory.getLogger(EdgeRelay.class);

    private final Peer peer;
    private final EdgeConnections connections;
    private final Class<? extends SocketChannel> channelType;
    private final int serverPort;
    private final Deque<ByteBuf> early = new ArrayDeque<>(); // what came before the server was reached
    private @Nullable Channel server; // null until then

    EdgeRelay(Peer peer, EdgeConnections connections, Class<? extends SocketChannel> channelType, int serverPort) {
        this.peer = peer;
        this.connections = connections;
        this.channelType = channelType;
        this.serverPort = serverPort;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent handshake when handshake.isSuccess() -> connect(context);
            case SslHandshakeCompletionEvent _ -> {
                var _ = context.close();
            }
            case ShutdownNotice _ -> {
                // a request under way is answered; the listener ends what is left in time
            }
            default -> context.fireUserEventTriggered(event);
        }
    }

    private void connect(ChannelHandlerContext context) {
        Channel client = context.channel();
        client.config().setAutoRead(false);
        Optional<EdgeClient> known =
                ServerTlsHandler.find(context.pipeline()).map(handler -> new EdgeClient(peer, handler.identity()));
        Bootstrap bootstrap = new Bootstrap()
                .group(client.eventLoop())
                .channel(channelType)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.AUTO_READ, false)
                .handler(new FromServer(client));
        var _ = bootstrap
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess() && known.isPresent() && client.isActive()) {
                        begin(client, connected.channel(), known.get());
                    } else {
                        if (!connected.isSuccess()) {
                            LOG.warn("the HTTP server of this process cannot be reached", connected.cause());
                        }
                        var _ = connected.channel().close();
                        var _ = client.close();
                    }
                });
    }

    private void begin(Channel client, Channel opened, EdgeClient known) {
        IpAddress address = PeerAddresses.ipOf(opened.localAddress());
        int port = PeerAddresses.portOf(opened.localAddress());
        connections.add(address, port, known);
        var _ = opened.closeFuture().addListener(_ -> connections.remove(address, port));
        server = opened;
        for (ByteBuf octets = early.poll(); octets != null; octets = early.poll()) {
            var _ = opened.write(octets);
        }
        opened.flush();
        opened.read();
        client.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel current = server;
        if (current == null) {
            early.add((ByteBuf) message); // at most what one read has brought: no other is asked for
        } else {
            // Should the server have hung up, its last answer is on the way here: what ends the client is the end of
            // that.
            pass(message, current, context.channel(), () -> {});
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Channel current = server;
        if (current != null) {
            var _ = current.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> {
                var _ = current.close();
            });
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection broken", cause);
        var _ = context.close();
    }

    // Reads on when the octets are on their way.
    private static void pass(Object octets, Channel to, Channel from, Runnable onFailure) {
        var _ = to.writeAndFlush(octets).addListener(written -> {
            if (written.isSuccess()) {
                from.read();
            } else {
                onFailure.run();
            }
        });
    }

    /** The way back. */
    private static final class FromServer extends ChannelInboundHandlerAdapter {
        private final Channel client;

        FromServer(Channel client) {
            this.client = client;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            pass(message, client, context.channel(), () -> {
                var _ = context.close();
            });
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            OrderlyClose.start(client.pipeline());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            LOG.debug("connection to the HTTP server broken", cause);
            var _ = context.close();
        }
    }
}
