package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.MessageDigest;
import java.time.InstantSource;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;

@ExtendWith(BuffersGivenBack.class)
class TlsContextsTest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1").require();

    private final TlsIdentity identity = TestIdentity.of("mx.example");
    private EmbeddedChannel server;
    private EmbeddedChannel client;

    TlsContextsTest() throws Exception {}

    @AfterEach
    void release() {
        client.finishAndReleaseAll();
        server.finishAndReleaseAll();
    }

    @ParameterizedTest
    @CsvSource({"true, TLSv1.3", "true, TLSv1.2", "false, TLSv1.3", "false, TLSv1.2"})
    @Tag("TLS-1")
    void twoVersionsAreSpoken(boolean boringSsl, String version) throws Exception {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), boringSsl)) {
            connect(contexts, version);

            assertThat(serverHandler().session().version()).isEqualTo(version);
            assertThat(serverHandler().session().cipherSuite())
                    .startsWith("TLS_")
                    .contains("_");
            assertThat(clientEngine().getSession().getPeerCertificates()).containsExactlyElementsOf(identity.chain());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    @Tag("AUTH-2")
    void theEndPointBindingIsTheHashOfTheCertificate(String version) throws Exception {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            connect(contexts, version);

            assertThat(serverHandler().channelBindings())
                    .containsEntry(
                            "tls-server-end-point",
                            Octets.copyOf(MessageDigest.getInstance("SHA-256")
                                    .digest(identity.certificate().getEncoded())));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, TLS_AES_128_GCM_SHA256",
        "true, TLS_AES_256_GCM_SHA384",
        "false, TLS_AES_128_GCM_SHA256",
        "false, TLS_AES_256_GCM_SHA384"
    })
    @Tag("AUTH-2")
    void bothEndsExportTheSameKeyingMaterial(boolean boringSsl, String suite) throws Exception {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), boringSsl)) {
            connect(contexts, "TLSv1.3", suite);
            byte[] seenByClient = ((ExtendedSSLSession) clientEngine().getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);

            assertThat(serverHandler().channelBindings()).containsEntry("tls-exporter", Octets.copyOf(seenByClient));
        }
    }

    @Test
    @Tag("CERT-5")
    void aReplacedIdentityHoldsForNewHandshakes() throws Exception {
        TlsIdentity renewed = TestIdentity.of("mx.example");
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            contexts.replace(renewed);
            connect(contexts, "TLSv1.3");

            assertThat(clientEngine().getSession().getPeerCertificates()).containsExactlyElementsOf(renewed.chain());
        }
    }

    @Test
    @Tag("TLS-4")
    void clearTextIsNoHandshake() {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            client = new EmbeddedChannel();
            server = new EmbeddedChannel(contexts.serverHandler(UnpooledByteBufAllocator.DEFAULT, PEER));

            try {
                server.writeInbound(io.netty.buffer.Unpooled.copiedBuffer("EHLO x\r\n".getBytes()));
            } catch (Exception expected) {
                // EmbeddedChannel throws what a pipeline would report
            }

            assertThat(server.isActive()).isFalse();
        }
    }

    private ServerTlsHandler serverHandler() {
        return ServerTlsHandler.find(server.pipeline()).orElseThrow();
    }

    private SSLEngine clientEngine() {
        return client.pipeline().get(SslHandler.class).engine();
    }

    private void connect(TlsContexts contexts, String version, String... suites) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLEngine engine = context.createSSLEngine("mx.example", 25);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        if (suites.length > 0) {
            engine.setEnabledCipherSuites(suites);
        }
        server = new EmbeddedChannel(contexts.serverHandler(UnpooledByteBufAllocator.DEFAULT, PEER));
        client = new EmbeddedChannel(new SslHandler(engine));
        for (int round = 0; round < 10; round++) {
            move(client, server);
            move(server, client);
        }
        assertThat(server.pipeline().get(SslHandler.class).handshakeFuture().isSuccess())
                .isTrue();
    }

    private static void move(EmbeddedChannel from, EmbeddedChannel to) {
        for (ByteBuf record = from.readOutbound(); record != null; record = from.readOutbound()) {
            to.writeInbound(record);
        }
    }
}
