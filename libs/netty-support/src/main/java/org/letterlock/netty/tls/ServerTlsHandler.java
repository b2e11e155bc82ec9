package org.letterlock.netty.tls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.letterlock.contracts.Octets;

/** The TLS layer of one server connection, which can also say what the protocol above wants to know of it. */
public final class ServerTlsHandler extends SslHandler {
    private final X509Certificate certificate;
    private final ExporterSecrets secrets;

    ServerTlsHandler(SSLEngine engine, X509Certificate certificate, ExporterSecrets secrets) {
        super(engine);
        this.certificate = certificate;
        this.secrets = secrets;
        secrets.expect(engine);
    }

    /** The TLS layer of a connection; empty on a connection in clear. */
    public static Optional<ServerTlsHandler> find(ChannelPipeline pipeline) {
        return Optional.ofNullable(pipeline.get(ServerTlsHandler.class));
    }

    /** What was agreed; only after the handshake. */
    public TlsSession session() {
        SSLSession session = engine().getSession();
        return new TlsSession(session.getProtocol(), session.getCipherSuite());
    }

    /** Channel bindings of this connection by type name, for SASL (AUTH-2); only after the handshake. */
    public Map<String, Octets> channelBindings() {
        return ChannelBindings.of(engine(), certificate, secrets);
    }

    @Override
    public void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        secrets.forget(engine());
        super.handlerRemoved0(context);
    }
}
