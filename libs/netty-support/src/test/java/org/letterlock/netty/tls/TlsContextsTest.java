package org.letterlock.netty.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import org.letterlock.contracts.access.TlsPolicy;
import org.letterlock.contracts.access.TlsPolicy.Version;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.tls.TlsContexts.Imported;

@ExtendWith(BuffersGivenBack.class)
class TlsContextsTest {
    private static final IpAddress PEER = IpAddress.parse("192.0.2.1").require();

    /** X25519 and P-256, and ECDSA on P-256 with SHA-256. */
    private static final String GROUPS_AND_SIGNATURES = "000a00060004001d0017" + "000d000400020403";

    private final TlsIdentity identity = TestIdentity.of("mx.example");
    private String service = "imaps";
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
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), List.of(), boringSsl)) {
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
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), List.of(), boringSsl)) {
            connectWith(contexts, suite);
            byte[] seenByClient = ((ExtendedSSLSession) clientEngine().getSession())
                    .exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32);

            assertThat(serverHandler().channelBindings()).containsEntry("tls-exporter", Octets.copyOf(seenByClient));
        }
    }

    @Test
    @Tag("CONN-9")
    void theTimeForTheHandshakeIsNotTheTimeOfTheConnection() throws Exception {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            connect(contexts, "TLSv1.3");

            server.advanceTimeBy(1, TimeUnit.HOURS);
            server.runPendingTasks();

            assertThat(server.isActive()).isTrue();
        }
    }

    @Test
    @Tag("CONN-9")
    void whoSaysNothingIsSentAwayAfterTenSeconds() {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            client = new EmbeddedChannel();
            server = new EmbeddedChannel(contexts.serverHandler(service, PEER));

            server.advanceTimeBy(9, TimeUnit.SECONDS);
            server.runPendingTasks();
            assertThat(server.isActive()).isTrue();
            server.advanceTimeBy(2, TimeUnit.SECONDS);
            server.runPendingTasks();

            assertThat(server.isActive()).isFalse();
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

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("CERT-4")
    @Tag("CERT-5")
    void theNameThatTheClientLooksForChoosesTheCertificate(boolean boringSsl) throws Exception {
        TlsIdentity other = TestIdentity.of("other.example");
        TlsIdentity standard = TestIdentity.of("standard.example");
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), List.of(), boringSsl)) {
            contexts.replace(List.of(new Imported(other, false), new Imported(standard, true)));

            assertThat(shownTo("other.example", contexts)).isEqualTo(other.certificate());
            assertThat(shownTo("mx.example", contexts)).isEqualTo(identity.certificate());
            assertThat(shownTo("unknown.example", contexts)).isEqualTo(standard.certificate());

            contexts.replace(List.of(new Imported(other, false)));
            assertThat(shownTo("unknown.example", contexts)).isEqualTo(identity.certificate());
        }
    }

    private Certificate shownTo(String serverName, TlsContexts contexts) throws Exception {
        connect(contexts, serverName, "TLSv1.3");
        Certificate shown = clientEngine().getSession().getPeerCertificates()[0];
        release();
        return shown;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @Tag("TLS-3")
    void aNewOldestVersionHoldsForNewHandshakesOfItsProfile(boolean boringSsl) throws Exception {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system(), List.of(), boringSsl)) {
            contexts.replace(new TlsPolicy(Version.TLS_1_3, Version.TLS_1_2, false));

            assertThat(shakesHands(contexts, "imaps", "TLSv1.2")).isFalse();
            assertThat(shakesHands(contexts, "imaps", "TLSv1.3")).isTrue();
            assertThat(shakesHands(contexts, "smtp", "TLSv1.2")).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
        "true, TLS_RSA_WITH_AES_128_GCM_SHA256",
        "false, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"
    })
    @Tag("TLS-2")
    @Tag("TLS-3")
    void suitesOfOldPeersAreForPort25AndOnlyWhenSwitchedOn(boolean boringSsl, String suite) throws Exception {
        TlsIdentity rsa = TestIdentity.rsa("mx.example");
        try (TlsContexts contexts = new TlsContexts(rsa, InstantSource.system(), List.of(), boringSsl)) {
            assertThat(offersSuite(contexts, "smtp", suite)).isFalse();

            contexts.replace(new TlsPolicy(Version.TLS_1_2, Version.TLS_1_2, true));

            assertThat(offersSuite(contexts, "smtp", suite)).isTrue();
            assertThat(offersSuite(contexts, "submission", suite)).isFalse();
        }
    }

    // The JDK's client has switched such suites off, so the client here is BoringSSL's.
    private boolean offersSuite(TlsContexts contexts, String to, String suite) throws Exception {
        SslContext context = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .endpointIdentificationAlgorithm("")
                .protocols("TLSv1.2")
                .ciphers(List.of(suite))
                .build();
        service = to;
        return shakesHands(contexts, context.newEngine(UnpooledByteBufAllocator.DEFAULT));
    }

    @Test
    @Tag("TLS-2")
    void aHandshakeOfTls12WithoutAnExtendedMasterSecretIsWatched() {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            client = new EmbeddedChannel();
            server = new EmbeddedChannel(contexts.serverHandler(service, PEER));
            server.writeInbound(
                    ClientHelloTest.record(ClientHelloTest.hello(HexFormat.of().parseHex(GROUPS_AND_SIGNATURES))));
            assertThat(server.pipeline().get(UnboundSecretGuard.class)).isNotNull();
            release();

            server = new EmbeddedChannel(contexts.serverHandler(service, PEER));
            server.writeInbound(ClientHelloTest.record(
                    ClientHelloTest.hello(HexFormat.of().parseHex("00170000" + GROUPS_AND_SIGNATURES))));
            assertThat(server.pipeline().get(UnboundSecretGuard.class)).isNull();
        }
    }

    @Test
    @Tag("TLS-2")
    void whoIsWatchedDoesNotGetPastTheHandshake() {
        List<Throwable> refused = new ArrayList<>();
        List<Object> passed = new ArrayList<>();
        client = new EmbeddedChannel();
        server = new EmbeddedChannel(new UnboundSecretGuard(refused::add), new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext context, Object event) {
                passed.add(event);
            }
        });

        server.pipeline().fireUserEventTriggered(SslHandshakeCompletionEvent.SUCCESS);
        server.pipeline().fireChannelRead(Unpooled.copiedBuffer("EHLO x".getBytes(StandardCharsets.US_ASCII)));

        assertThat(passed).isEmpty();
        assertThat(refused).hasSize(1);
        assertThat(server.isActive()).isFalse();
    }

    @Test
    @Tag("TLS-2")
    void aMalformedFirstMessageGetsAnAlert() {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            client = new EmbeddedChannel();
            server = new EmbeddedChannel(contexts.serverHandler(service, PEER));

            server.writeInbound(ClientHelloTest.record(new byte[] {3, 3, 0}));

            ByteBuf alert = server.readOutbound();
            assertThat(ByteBufUtil.hexDump(alert)).isEqualTo("15030300020228");
            alert.release();
            assertThat(server.isActive()).isFalse();
        }
    }

    private boolean shakesHands(TlsContexts contexts, String to, String version) throws Exception {
        service = to;
        return shakesHands(contexts, engine("mx.example", version));
    }

    private boolean shakesHands(TlsContexts contexts, SSLEngine engine) {
        try {
            return handshake(contexts, engine);
        } catch (Exception refused) {
            return false; // EmbeddedChannel throws what a pipeline would report
        } finally {
            client.finishAndReleaseAll();
            server.finishAndReleaseAll();
        }
    }

    @Test
    @Tag("TLS-4")
    void clearTextIsNoHandshake() {
        try (TlsContexts contexts = new TlsContexts(identity, InstantSource.system())) {
            client = new EmbeddedChannel();
            server = new EmbeddedChannel(contexts.serverHandler(service, PEER));

            try {
                server.writeInbound(Unpooled.copiedBuffer("EHLO x\r\n".getBytes()));
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

    private void connect(TlsContexts contexts, String version) throws Exception {
        connect(contexts, "mx.example", version);
    }

    private void connectWith(TlsContexts contexts, String suite) throws Exception {
        SSLEngine engine = engine("mx.example", "TLSv1.3");
        engine.setEnabledCipherSuites(new String[] {suite});
        assertThat(handshake(contexts, engine)).isTrue();
    }

    private void connect(TlsContexts contexts, String serverName, String version) throws Exception {
        assertThat(handshake(contexts, engine(serverName, version))).isTrue();
    }

    private static SSLEngine engine(String serverName, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
        SSLEngine engine = context.createSSLEngine(serverName, 25);
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(new String[] {version});
        return engine;
    }

    private boolean handshake(TlsContexts contexts, SSLEngine engine) {
        server = new EmbeddedChannel(contexts.serverHandler(service, PEER));
        client = new EmbeddedChannel(new SslHandler(engine));
        for (int round = 0; round < 10; round++) {
            move(client, server);
            move(server, client);
        }
        SslHandler handler = server.pipeline().get(SslHandler.class);
        return handler != null && handler.handshakeFuture().isSuccess();
    }

    private static void move(EmbeddedChannel from, EmbeddedChannel to) {
        for (ByteBuf record = from.readOutbound(); record != null; record = from.readOutbound()) {
            to.writeInbound(record);
        }
    }
}
