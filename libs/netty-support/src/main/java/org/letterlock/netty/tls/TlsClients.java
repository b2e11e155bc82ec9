package org.letterlock.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The client side of TLS. Safe for use by any thread.
 */
public final class TlsClients implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final SslContext opportunistic;
    private final SslContext verified;

    /**
     * Clients that trust the authorities of the Java installation.
     *
     * @param furtherAuthorities if not empty, these are trusted instead
     */
    public TlsClients(List<X509Certificate> furtherAuthorities) {
        boolean boringSsl = TlsRules.isBoringSslAvailable();
        try {
            opportunistic = TlsRules.apply(SslContextBuilder.forClient(), boringSsl)
                    .trustManager(new AnyCertificate())
                    .endpointIdentificationAlgorithm("")
                    .build();
            SslContextBuilder checking =
                    TlsRules.apply(SslContextBuilder.forClient(), boringSsl).endpointIdentificationAlgorithm("HTTPS");
            verified = (furtherAuthorities.isEmpty() ? checking : checking.trustManager(furtherAuthorities)).build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS for clients cannot be set up", e);
        }
    }

    /**
     * Encryption without a check of who answers: against a listener, not against a machine in the middle. For mail to other
     * servers whose policy asks for no more (RFC 7435, QUEUE-12).
     */
    public SslHandler opportunisticHandler(ByteBufAllocator allocator, String host, int port) {
        return handler(opportunistic, allocator, host, port);
    }

    /** Encryption with the server that the certificate names (RFC 9525). */
    public SslHandler verifiedHandler(ByteBufAllocator allocator, String host, int port) {
        return handler(verified, allocator, host, port);
    }

    /** Gives native memory back. */
    @Override
    public void close() {
        ReferenceCountUtil.release(opportunistic);
        ReferenceCountUtil.release(verified);
    }

    private static SslHandler handler(SslContext context, ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = context.newHandler(allocator, host, port);
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        return handler;
    }
}
