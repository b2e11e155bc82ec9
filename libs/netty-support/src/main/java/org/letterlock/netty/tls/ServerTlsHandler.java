package org.letterlock.netty.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.letterlock.contracts.Octets;

/** The TLS layer of one server connection, which can also say what the protocol above wants to know of it. */
public final class ServerTlsHandler extends SslHandler {
    private final TlsIdentity identity;
    private final ExporterSecrets secrets;

    ServerTlsHandler(SSLEngine engine, TlsIdentity identity, ExporterSecrets secrets) {
        super(engine);
        this.identity = identity;
        this.secrets = secrets;
        secrets.expect(engine);
    }

    /** The TLS layer of a connection; empty on a connection in clear, and before the client has said what it wants. */
    public static Optional<ServerTlsHandler> find(ChannelPipeline pipeline) {
        return Optional.ofNullable(pipeline.get(ServerTlsHandler.class));
    }

    /** What was agreed; only after the handshake. */
    public TlsSession session() {
        SSLSession session = engine().getSession();
        return new TlsSession(session.getProtocol(), session.getCipherSuite());
    }

    /** What the client was shown. */
    public TlsIdentity identity() {
        return identity;
    }

    /** Channel bindings of this connection by type name, for SASL (AUTH-2); only after the handshake. */
    public Map<String, Octets> channelBindings() {
        return ChannelBindings.of(engine(), identity.certificate(), secrets);
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        secrets.forget(engine());
        super.handlerRemoved0(context);
    }
}
