package org.letterlock.netty.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.letterlock.netty.session.Countdown;
import org.letterlock.netty.session.OrderlyClose;

/**
 * Looks at the first octets of a connection. A TLS record makes it step aside; a request in clear HTTP gets one redirect;
 * anything else gets nothing, and the connection closes (SVC-9). For one connection.
 */
final class ClearHttpHandler extends ByteToMessageDecoder {
    private static final Duration WITHIN = Duration.ofSeconds(10); // as for a handshake, CONN-9
    private static final int HANDSHAKE_RECORD = 22; // RFC 8446 section 5.1
    private static final int MAX_HEAD = 16 * 1024; // HSTS-4
    private static final String END_OF_HEAD = "\r\n\r\n";

    private final int port;
    private final Runnable tls;

    /** @param tls puts everything else into the pipeline */
    ClearHttpHandler(int port, Runnable tls) {
        this.port = port;
        this.tls = tls;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        Countdown patience = new Countdown(context.channel().eventLoop(), () -> {
            if (!context.isRemoved()) {
                var _ = context.close();
            }
        });
        patience.start(WITHIN);
        var _ = context.channel().closeFuture().addListener(_ -> patience.stop());
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        if (in.getUnsignedByte(in.readerIndex()) == HANDSHAKE_RECORD) {
            tls.run();
            context.pipeline().remove(this); // what has arrived goes to the handlers behind
            return;
        }
        String arrived = in.toString(StandardCharsets.ISO_8859_1);
        int end = arrived.indexOf(END_OF_HEAD);
        if (end >= 0 && end <= MAX_HEAD && ClearHttp.isBeginning(arrived)) {
            in.skipBytes(in.readableBytes());
            answer(context, ClearHttp.redirect(arrived.substring(0, end), port));
        } else if (end >= 0 || in.readableBytes() > MAX_HEAD || !ClearHttp.isBeginning(arrived)) {
            in.skipBytes(in.readableBytes());
            var _ = context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        var _ = context.close();
    }

    private static void answer(ChannelHandlerContext context, Optional<String> reply) {
        if (reply.isEmpty()) {
            var _ = context.close();
            return;
        }
        var _ = context.writeAndFlush(ByteBufUtil.writeAscii(context.alloc(), reply.get()));
        OrderlyClose.start(context.pipeline());
    }
}
