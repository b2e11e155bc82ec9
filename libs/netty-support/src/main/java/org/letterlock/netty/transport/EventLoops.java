package org.letterlock.netty.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The event loops of a service, shared by all of its listeners and clients: epoll where the system has it, NIO elsewhere.
 * Safe for use by any thread.
 */
public final class EventLoops implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoops.class);

    private final EventLoopGroup group;
    private final ChannelFactory<? extends ServerSocketChannel> forBoth;
    private final ChannelFactory<? extends ServerSocketChannel> forIpv4;
    private final Class<? extends SocketChannel> clientChannel;

    private EventLoops(
            EventLoopGroup group,
            ChannelFactory<? extends ServerSocketChannel> forBoth,
            ChannelFactory<? extends ServerSocketChannel> forIpv4,
            Class<? extends SocketChannel> clientChannel) {
        this.group = group;
        this.forBoth = forBoth;
        this.forIpv4 = forIpv4;
        this.clientChannel = clientChannel;
    }

    /**
     * Starts the loops.
     *
     * @param name in front of the threads' numbers, such as {@code smtp-ingress}
     * @param threads 0 for one per processor
     */
    public static EventLoops start(String name, int threads) {
        int count = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        DefaultThreadFactory factory = new DefaultThreadFactory(name, true);
        if (Epoll.isAvailable()) {
            LOG.info("{}: {} event loops on epoll", name, count);
            return new EventLoops(
                    new MultiThreadIoEventLoopGroup(count, factory, EpollIoHandler.newFactory()),
                    EpollServerSocketChannel::new,
                    () -> new EpollServerSocketChannel(SocketProtocolFamily.INET),
                    EpollSocketChannel.class);
        }
        LOG.info("{}: {} event loops on NIO", name, count);
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(count, factory, NioIoHandler.newFactory()),
                NioServerSocketChannel::new,
                () -> new NioServerSocketChannel(SelectorProvider.provider(), SocketProtocolFamily.INET),
                NioSocketChannel.class);
    }

    /** For a bootstrap. */
    public EventLoopGroup group() {
        return group;
    }

    /**
     * For a server bootstrap.
     *
     * @param ipv6 whether its wildcard address means every IPv6 address too; a native socket for both families would have it
     *     so whichever wildcard it is bound to
     */
    public ChannelFactory<? extends ServerSocketChannel> serverChannels(boolean ipv6) {
        return ipv6 ? forBoth : forIpv4;
    }

    /** For a client bootstrap. */
    public Class<? extends SocketChannel> clientChannel() {
        return clientChannel;
    }

    /** Ends the loops and whatever still runs on them. */
    @Override
    public void close() {
        var _ = group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly(10, TimeUnit.SECONDS);
    }
}
