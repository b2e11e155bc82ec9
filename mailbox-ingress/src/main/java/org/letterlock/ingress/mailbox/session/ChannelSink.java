package org.letterlock.ingress.mailbox.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.letterlock.ingress.mailbox.command.ConnectionLostException;
import org.letterlock.ingress.mailbox.command.ResponseSink;

/** Sends to a connection from a thread that may wait, at most one piece ahead of what the client has taken. */
final class ChannelSink implements ResponseSink {
    private final ChannelHandlerContext context;
    private final Duration patience;
    private @Nullable ChannelFuture underway; // owned by the thread of the command; null before the first piece

    ChannelSink(ChannelHandlerContext context, Duration patience) {
        this.context = context;
        this.patience = patience;
    }

    @Override
    public void send(ByteBuffer octets) {
        ChannelFuture before = underway;
        if (before != null) {
            await(before);
        }
        ByteBuf copy = context.alloc().ioBuffer(octets.remaining()).writeBytes(octets);
        underway = context.writeAndFlush(copy);
    }

    private void await(ChannelFuture written) {
        try {
            if (!written.await(patience.toMillis())) {
                throw new ConnectionLostException("the client does not read", null);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionLostException("interrupted", e);
        }
        if (!written.isSuccess()) {
            throw new ConnectionLostException("the client is gone", written.cause());
        }
    }
}
