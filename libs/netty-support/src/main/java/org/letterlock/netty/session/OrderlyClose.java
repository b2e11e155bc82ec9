package org.letterlock.netty.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection so that the last reply arrives. Closing a socket that still holds unread input makes the system send
 * a reset, which can overtake what was written before; so our side is shut first, and what the peer still sends is read and
 * dropped, for a short while and a bounded amount.
 */
public final class OrderlyClose extends ChannelInboundHandlerAdapter {
    private static final int MAX_DROPPED = 1024 * 1024;
    private static final int MAX_SECONDS = 3;

    private int dropped; // confined to the event loop

    private OrderlyClose() {}

    /** Starts the end of a connection, behind everything written so far. Further input reaches no other handler. */
    public static void start(ChannelPipeline pipeline) {
        Channel channel = pipeline.channel();
        if (!channel.isActive()) {
            var _ = channel.close();
            return;
        }
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls == null) {
            pipeline.addFirst(new OrderlyClose());
        } else {
            pipeline.addAfter(pipeline.context(SslHandler.class).name(), null, new OrderlyClose());
        }
        channel.config().setAutoRead(true);
        ScheduledFuture<?> patience = channel.eventLoop()
                .schedule(
                        () -> {
                            var _ = channel.close();
                        },
                        MAX_SECONDS,
                        TimeUnit.SECONDS);
        // A timer that is left to run holds the closed channel, and a flood would fill the memory with them.
        var _ = channel.closeFuture().addListener(_ -> patience.cancel(false));
        channel.flush();
        ChannelFuture written = tls == null ? channel.writeAndFlush(Unpooled.EMPTY_BUFFER) : tls.closeOutbound();
        var _ = written.addListener(_ -> shutOutput(channel));
    }

    private static void shutOutput(Channel channel) {
        var _ = channel instanceof DuplexChannel duplex ? duplex.shutdownOutput() : channel.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        dropped += message instanceof ByteBuf octets ? octets.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (dropped > MAX_DROPPED) {
            var _ = context.close();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // nothing that another handler would have to hear of
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }
}
