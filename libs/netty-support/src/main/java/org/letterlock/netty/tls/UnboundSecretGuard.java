package org.letterlock.netty.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.function.Consumer;
import javax.net.ssl.SSLHandshakeException;

/**
 * Ends the connection of a client whose TLS 1.2 does not bind its secrets to the whole handshake (TLS-2, RFC 7627 section
 * 5.3), as neither library below can be told to: at the end of the handshake, before an octet of the protocol passes. Until
 * then it looks like any other, so that a scanner, which goes no further than the first answer, sees what is offered.
 */
final class UnboundSecretGuard extends ChannelInboundHandlerAdapter {
    private final Consumer<Throwable> onRefusal;

    UnboundSecretGuard(Consumer<Throwable> onRefusal) {
        this.onRefusal = onRefusal;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
            onRefusal.accept(new SSLHandshakeException("no extended_master_secret from the client"));
            var _ = context.close();
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }
}
