package org.letterlock.netty.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;

/**
 * Waits for the client's first message, and makes way for the TLS layer that suits it: with the certificate for the name that
 * the client looks for (RFC 6066 section 3). For one connection.
 */
final class ClientHelloHandler extends AbstractSniHandler<ClientHello> {
    private static final int MAX_HELLO = 16 * 1024;
    private static final ClientHello NOTHING_SAID = new ClientHello(null, true, true);
    private static final byte[] HANDSHAKE_FAILURE = {21, 3, 3, 0, 2, 2, 40}; // RFC 8446 sections 5.1 and 6

    private final String service;
    private final IpAddress peer;
    private final HandshakeFailures failures;
    private final BiFunction<ChannelHandlerContext, @Nullable String, ServerTlsHandler> handlers;
    private final long begin = System.nanoTime();
    private boolean settled;

    ClientHelloHandler(
            String service,
            IpAddress peer,
            Duration within,
            HandshakeFailures failures,
            BiFunction<ChannelHandlerContext, @Nullable String, ServerTlsHandler> handlers) {
        super(MAX_HELLO, within.toMillis());
        this.service = service;
        this.peer = peer;
        this.failures = failures;
        this.handlers = handlers;
    }

    // Null stands for octets that are no TLS at all: the TLS layer itself says so best.
    @Override
    protected Future<ClientHello> lookup(ChannelHandlerContext context, @Nullable ByteBuf clientHello) {
        Optional<ClientHello> hello = clientHello == null ? Optional.of(NOTHING_SAID) : ClientHello.parse(clientHello);
        return hello.isPresent()
                ? context.executor().newSucceededFuture(hello.get())
                : context.executor().newFailedFuture(new SSLHandshakeException("malformed ClientHello"));
    }

    @Override
    protected Future<ClientHello> lookup(ChannelHandlerContext context, @Nullable String hostname) {
        throw new IllegalStateException("the whole message was asked for");
    }

    // The one of three arguments, for the other one ends the wait for the message too.
    @Override
    protected void onLookupComplete(
            ChannelHandlerContext context, @Nullable String hostname, Future<ClientHello> found) {
        if (!found.isSuccess()) {
            refuse(context, found.cause());
            return;
        }
        ClientHello hello = found.getNow();
        settled = true;
        ServerTlsHandler handler = handlers.apply(context, hello.serverName());
        handler.setHandshakeTimeoutMillis(Math.max(
                1,
                handshakeTimeoutMillis
                        - Duration.ofNanos(System.nanoTime() - begin).toMillis()));
        var _ = handler.handshakeFuture().addListener(handshake -> {
            if (!handshake.isSuccess()) {
                failures.failed(service, peer, hello.serverName(), handshake.cause());
            }
        });
        String name = context.name();
        var _ = context.pipeline().replace(this, name, handler);
        if (!hello.isAcceptable()) {
            context.pipeline()
                    .addAfter(
                            name,
                            null,
                            new UnboundSecretGuard(cause -> failures.failed(service, peer, hello.serverName(), cause)));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) throws Exception {
        if (!settled) {
            settled = true;
            failures.failed(service, peer, null, new SSLHandshakeException("no ClientHello"));
        }
        super.channelInactive(context);
    }

    private void refuse(ChannelHandlerContext context, Throwable cause) {
        settled = true;
        failures.failed(service, peer, null, cause);
        var _ = context.writeAndFlush(Unpooled.wrappedBuffer(HANDSHAKE_FAILURE))
                .addListener(ChannelFutureListener.CLOSE);
    }
}
