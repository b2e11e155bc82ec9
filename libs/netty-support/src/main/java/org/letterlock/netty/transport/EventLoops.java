package org.letterlock.netty.transport;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
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
    private final Class<? extends ServerSocketChannel> serverChannel;
    private final Class<? extends SocketChannel> clientChannel;

    private EventLoops(
            EventLoopGroup group,
            Class<? extends ServerSocketChannel> serverChannel,
            Class<? extends SocketChannel> clientChannel) {
        this.group = group;
        this.serverChannel = serverChannel;
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
                    EpollServerSocketChannel.class,
                    EpollSocketChannel.class);
        }
        LOG.info("{}: {} event loops on NIO", name, count);
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(count, factory, NioIoHandler.newFactory()),
                NioServerSocketChannel.class,
                NioSocketChannel.class);
    }

    /** For a bootstrap. */
    public EventLoopGroup group() {
        return group;
    }

    /** For a server bootstrap. */
    public Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
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
