package org.letterlock.netty.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sockets on which a service listens at the moment. For one thread at a time. */
final class OpenPorts {
    private static final Logger LOG = LoggerFactory.getLogger(OpenPorts.class);
    private static final int BACKLOG = 1024;
    private static final WriteBufferWaterMark OUTBOUND = new WriteBufferWaterMark(64 * 1024, 256 * 1024);

    private final String service;
    private final EventLoops loops;
    private final Function<ListenerSettings.Place, ChannelInitializer<SocketChannel>> initializers;
    private final Map<ListenerSettings.Place, Channel> open = new LinkedHashMap<>();

    OpenPorts(
            String service,
            EventLoops loops,
            Function<ListenerSettings.Place, ChannelInitializer<SocketChannel>> initializers) {
        this.service = service;
        this.loops = loops;
        this.initializers = initializers;
    }

    /** Number of the first open port; empty while all are closed. */
    OptionalInt first() {
        return open.values().stream()
                .mapToInt(channel -> PeerAddresses.portOf(channel.localAddress()))
                .findFirst();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /**
     * Listens at exactly these places: closes what is not among them, then opens what is missing. A place that cannot be
     * opened does not keep the others closed.
     *
     * @return what went wrong, one for each place that could not be opened
     */
    List<ListenerException> follow(List<ListenerSettings.Place> wanted) {
        Set<ListenerSettings.Place> surplus = new LinkedHashSet<>(open.keySet());
        wanted.forEach(surplus::remove);
        surplus.forEach(this::close);
        List<ListenerException> faults = new ArrayList<>();
        for (ListenerSettings.Place place : wanted) {
            if (!open.containsKey(place)) {
                try {
                    open.put(place, bind(place));
                } catch (ListenerException e) {
                    faults.add(e);
                }
            }
        }
        return faults;
    }

    private Channel bind(ListenerSettings.Place place) {
        ChannelFuture bound = new ServerBootstrap()
                .group(loops.group())
                .channelFactory(loops.serverChannels(place.ipv6()))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, OUTBOUND)
                .childHandler(initializers.apply(place))
                .bind(place.socketAddress())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenerException(
                    "%s: port %d cannot be opened: %s"
                            .formatted(service, place.port(), bound.cause().getMessage()),
                    bound.cause());
        }
        LOG.info("{}: listening on {}", service, bound.channel().localAddress());
        return bound.channel();
    }

    private void close(ListenerSettings.Place place) {
        Channel channel = open.remove(place);
        if (channel != null) {
            Object address = channel.localAddress();
            var _ = channel.close().awaitUninterruptibly();
            LOG.info("{}: port closed: {}", service, address);
        }
    }
}
