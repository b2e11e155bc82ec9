package org.letterlock.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.time.Duration;
import java.time.InstantSource;
import javax.net.ssl.SSLException;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.access.RefusalCounts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of TLS: BoringSSL where it loads, else the JDK. The identity can be replaced at any time; it holds for
 * new handshakes (CERT-5). Safe for use by any thread.
 */
public final class TlsContexts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10); // CONN-9

    private final RefusalCounts failures;
    private final boolean boringSsl;
    private Current current; // guarded by this

    private record Current(SslContext context, TlsIdentity identity, ExporterSecrets secrets) {}

    /** Contexts for one identity. */
    public TlsContexts(TlsIdentity identity, InstantSource clock) {
        this(identity, clock, TlsRules.isBoringSslAvailable());
    }

    TlsContexts(TlsIdentity identity, InstantSource clock, boolean boringSsl) {
        this.failures = new RefusalCounts(clock);
        this.boringSsl = boringSsl;
        this.current = build(identity, boringSsl);
        LOG.info("TLS by {}", boringSsl ? OpenSsl.versionString() : "the JDK");
    }

    /** Takes another identity for the handshakes to come. */
    public synchronized void replace(TlsIdentity identity) {
        Current old = current;
        current = build(identity, boringSsl);
        ReferenceCountUtil.release(old.context()); // connections under way hold it on their own
    }

    /** The handler for a new server connection; the handshake must be complete within 10 s. */
    public synchronized ServerTlsHandler serverHandler(ByteBufAllocator allocator, IpAddress peer) {
        ServerTlsHandler handler = new ServerTlsHandler(
                current.context().newEngine(allocator), current.identity().certificate(), current.secrets());
        handler.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        var _ = handler.handshakeFuture().addListener(handshake -> {
            if (!handshake.isSuccess()) {
                failures.count("tls", peer, "handshake")
                        .ifPresent(count -> LOG.warn(
                                "TLS handshake with {} failed: {} count={}",
                                peer.format(),
                                describe(handshake.cause()),
                                count));
            }
        });
        return handler;
    }

    /** Gives native memory back, once the last connection is over. */
    @Override
    public synchronized void close() {
        ReferenceCountUtil.release(current.context());
    }

    private static Current build(TlsIdentity identity, boolean boringSsl) {
        try {
            SslContext context = TlsRules.apply(
                            SslContextBuilder.forServer(identity.key(), identity.chain()), boringSsl)
                    .build();
            return new Current(context, identity, ExporterSecrets.of(context));
        } catch (SSLException e) {
            throw new IllegalArgumentException("certificate and key do not make a TLS identity: " + identity, e);
        }
    }

    private static String describe(Throwable cause) {
        String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
        return text.replaceAll("\\p{Cntrl}", " ");
    }
}
