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
import org.letterlock.contracts.access.TlsPolicy;

/**
 * The client side of TLS, for mail to other servers. Safe for use by any thread.
 */
public final class TlsClients implements AutoCloseable {
    private static final Duration HANDSHAKE = Duration.ofSeconds(30);

    private final List<X509Certificate> furtherAuthorities;
    private final boolean boringSsl = TlsRules.isBoringSslAvailable();
    private Contexts contexts; // guarded by this

    private record Contexts(SslContext opportunistic, SslContext verified) {
        void release() {
            ReferenceCountUtil.release(opportunistic);
            ReferenceCountUtil.release(verified);
        }
    }

    /**
     * Clients that trust the authorities of the Java installation.
     *
     * @param furtherAuthorities if not empty, these are trusted instead
     */
    public TlsClients(List<X509Certificate> furtherAuthorities) {
        this.furtherAuthorities = List.copyOf(furtherAuthorities);
        this.contexts = build(TlsProfile.smtp25(TlsPolicy.DEFAULT));
    }

    /** Takes other rules, for the connections to come (TLS-3). */
    public synchronized void replace(TlsPolicy policy) {
        Contexts old = contexts;
        contexts = build(TlsProfile.smtp25(policy));
        old.release(); // connections under way hold theirs on their own
    }

    /**
     * Encryption without a check of who answers: against a listener, not against a machine in the middle. For mail to other
     * servers whose policy asks for no more (RFC 7435, QUEUE-12).
     */
    public synchronized SslHandler opportunisticHandler(ByteBufAllocator allocator, String host, int port) {
        return handler(contexts.opportunistic(), allocator, host, port);
    }

    /** Encryption with the server that the certificate names (RFC 9525). */
    public synchronized SslHandler verifiedHandler(ByteBufAllocator allocator, String host, int port) {
        return handler(contexts.verified(), allocator, host, port);
    }

    /** Gives native memory back. */
    @Override
    public synchronized void close() {
        contexts.release();
    }

    private Contexts build(TlsProfile profile) {
        try {
            SslContext opportunistic = TlsRules.apply(SslContextBuilder.forClient(), profile, boringSsl)
                    .trustManager(new AnyCertificate())
                    .endpointIdentificationAlgorithm("")
                    .build();
            SslContextBuilder checking = TlsRules.apply(SslContextBuilder.forClient(), profile, boringSsl)
                    .endpointIdentificationAlgorithm("HTTPS");
            return new Contexts(
                    opportunistic,
                    (furtherAuthorities.isEmpty() ? checking : checking.trustManager(furtherAuthorities)).build());
        } catch (SSLException e) {
            throw new IllegalStateException("TLS for clients cannot be set up", e);
        }
    }

    private SslHandler handler(SslContext context, ByteBufAllocator allocator, String host, int port) {
        SslHandler handler = new SslHandler(TlsRules.apply(context.newEngine(allocator, host, port), boringSsl));
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        return handler;
    }
}
