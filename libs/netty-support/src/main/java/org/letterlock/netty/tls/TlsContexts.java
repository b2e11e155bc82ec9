package org.letterlock.netty.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.TlsPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server side of TLS: BoringSSL where it loads, else the JDK. Identities and policy can be replaced at any time; they
 * hold for new handshakes (CERT-5, TLS-3). Safe for use by any thread.
 */
public final class TlsContexts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10); // CONN-9

    private final InstantSource clock;
    private final List<String> applicationProtocols;
    private final HandshakeFailures failures;
    private final boolean boringSsl;
    private final Map<Key, Context> contexts = new HashMap<>(); // guarded by this, as are the next
    private TlsIdentity own;
    private List<Imported> imported = List.of();
    private TlsPolicy policy = TlsPolicy.DEFAULT;

    private record Key(X509Certificate certificate, TlsProfile profile) {}

    private record Context(SslContext context, ExporterSecrets secrets) {}

    /**
     * An identity beside the installation's own.
     *
     * @param preferred whether it is shown where no name fits
     */
    public record Imported(TlsIdentity identity, boolean preferred) {}

    /** Contexts that show one identity to everybody until they are told of others. */
    public TlsContexts(TlsIdentity own, InstantSource clock) {
        this(own, clock, List.of(), TlsRules.isBoringSslAvailable());
    }

    /**
     * Contexts as above.
     *
     * @param applicationProtocols what the protocol above is called in ALPN (RFC 7301), the most wanted first
     */
    public TlsContexts(TlsIdentity own, InstantSource clock, List<String> applicationProtocols) {
        this(own, clock, applicationProtocols, TlsRules.isBoringSslAvailable());
    }

    TlsContexts(TlsIdentity own, InstantSource clock, List<String> applicationProtocols, boolean boringSsl) {
        this.clock = clock;
        this.applicationProtocols = List.copyOf(applicationProtocols);
        this.failures = new HandshakeFailures(clock);
        this.boringSsl = boringSsl;
        this.own = own;
        context(own, TlsProfile.smtp25(policy)); // an identity that does not work stops the start
        LOG.info("TLS by {}", boringSsl ? OpenSsl.versionString() : "the JDK");
    }

    /**
     * Takes another identity of the installation's own: it is shown where no name fits and no other is preferred.
     *
     * @throws IllegalArgumentException if its key is another certificate's; the old one is kept
     */
    public synchronized void replace(TlsIdentity identity) {
        context(identity, TlsProfile.smtp25(policy));
        own = identity;
        forgetContexts();
    }

    /** Takes other identities beside the installation's own. */
    public synchronized void replace(List<Imported> others) {
        imported = List.copyOf(others);
        forgetContexts();
    }

    /** Takes other rules. */
    public synchronized void replace(TlsPolicy rules) {
        policy = rules;
        forgetContexts();
    }

    /**
     * The handler for a new connection of a service, to be put first in the pipeline; the handshake must be complete within
     * 10 s. It puts a {@link ServerTlsHandler} of the same name in its place when it knows what the client wants.
     */
    public ChannelHandler serverHandler(String service, IpAddress peer) {
        return new ClientHelloHandler(
                service,
                peer,
                HANDSHAKE,
                failures,
                (context, serverName) -> handler(context.alloc(), service, serverName));
    }

    /** Gives native memory back, once the last connection is over. */
    @Override
    public synchronized void close() {
        forgetContexts();
    }

    private synchronized ServerTlsHandler handler(
            ByteBufAllocator allocator, String service, @Nullable String serverName) {
        TlsIdentity standard = imported.stream()
                .filter(Imported::preferred)
                .map(Imported::identity)
                .findFirst()
                .orElse(own);
        List<TlsIdentity> others = Stream.concat(
                        Stream.of(own), imported.stream().map(Imported::identity))
                .toList();
        TlsIdentity chosen = CertificateChoice.choose(standard, others, serverName, clock.instant());
        Context context = context(chosen, TlsProfile.of(policy, service));
        return new ServerTlsHandler(
                TlsRules.apply(context.context().newEngine(allocator), boringSsl), chosen, context.secrets());
    }

    private synchronized Context context(TlsIdentity identity, TlsProfile profile) {
        return contexts.computeIfAbsent(new Key(identity.certificate(), profile), _ -> build(identity, profile));
    }

    private Context build(TlsIdentity identity, TlsProfile profile) {
        try {
            SslContextBuilder builder =
                    TlsRules.apply(SslContextBuilder.forServer(identity.key(), identity.chain()), profile, boringSsl);
            if (!applicationProtocols.isEmpty()) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        ApplicationProtocolConfig.Protocol.ALPN,
                        ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                        ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                        applicationProtocols));
            }
            SslContext context = builder.build();
            return new Context(context, ExporterSecrets.of(context));
        } catch (SSLException e) {
            throw new IllegalArgumentException("certificate and key do not make a TLS identity: " + identity, e);
        }
    }

    // Connections under way hold theirs on their own.
    private void forgetContexts() {
        contexts.values().forEach(context -> ReferenceCountUtil.release(context.context()));
        contexts.clear();
    }
}
