package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.netty.listener.TestSockets.connect;
import static org.letterlock.netty.listener.TestSockets.line;

import io.netty.channel.ChannelPipeline;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.ConnectionPolicy;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;

@Tag("SVC-14")
@ExtendWith(BuffersGivenBack.class)
class ProxiedListenerTest {
    private static final IpGroupId PROXIES = new IpGroupId(UUID.randomUUID());
    private static final String PROXY = "127.0.0.9";

    private final EventLoops loops = EventLoops.start("test", 2);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls = new TlsContexts(TestIdentity.of("mx.example"), InstantSource.system());
    private final BlockingQueue<String> rejections = new LinkedBlockingQueue<>();
    private final List<Listener> listeners = new ArrayList<>();

    ProxiedListenerTest() throws Exception {
        policies.put(group(PROXIES, PROXY));
        policies.put(new ConnectionPolicy(0, 64, null, null, null, PROXIES));
    }

    @AfterEach
    void stop() {
        listeners.forEach(Listener::close);
        loops.close();
        tls.close();
    }

    @Test
    @Tag("CONN-1")
    void theAddressOfTheHeaderIsTheClientsEverywhere() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 1);
        try (Socket first = connect(PROXY, port);
                Socket second = connect(PROXY, port);
                Socket other = connect(PROXY, port)) {
            first.getOutputStream().write(ProxyHeaders.of("::ffff:203.0.113.7"));
            assertThat(line(first)).isEqualTo("hello 203.0.113.7:4711 at 2001:db8::1:25");
            second.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            assertThat(all(second)).isEqualTo("421 per address\r\n");
            other.getOutputStream().write(ProxyHeaders.of("203.0.113.8"));
            assertThat(line(other)).startsWith("hello 203.0.113.8:");
        }
    }

    @Test
    @Tag("SVC-8")
    void theGroupOfTheServiceGoesByTheAddressOfTheHeader() throws Exception {
        IpGroupId allowed = new IpGroupId(UUID.randomUUID());
        policies.put(group(allowed, "203.0.113.7"));
        int port = listen("smtp", Transport.CLEAR, allowed, 0);
        try (Socket member = connect(PROXY, port);
                Socket other = connect(PROXY, port);
                Socket healthCheck = connect(PROXY, port)) {
            member.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            assertThat(line(member)).startsWith("hello");
            other.getOutputStream().write(ProxyHeaders.of("203.0.113.8"));
            assertThat(all(other)).isEqualTo("554 refused\r\n");
            healthCheck.getOutputStream().write(ProxyHeaders.of(ProxyHeaders.LOCAL, 0, new byte[0]));
            assertThat(all(healthCheck))
                    .as("a proxy of its own is no member either")
                    .isEqualTo("554 refused\r\n");
        }
    }

    @Test
    void aConnectionOfTheProxyItselfHasItsAddress() throws Exception {
        try (Socket socket = connect(PROXY, listen("smtp", Transport.CLEAR, null, 0))) {
            socket.getOutputStream().write(ProxyHeaders.of(ProxyHeaders.LOCAL, 0, new byte[0]));
            assertThat(line(socket)).startsWith("hello " + PROXY + ":");
        }
    }

    @Test
    void whatComesInTheSamePacketIsNotLostAndTheHeaderMayComeInPieces() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 0);
        byte[] header = ProxyHeaders.of("203.0.113.7", ProxyHeaders.addition(0x04, new byte[9]));
        try (Socket whole = connect(PROXY, port);
                Socket pieces = connect(PROXY, port)) {
            whole.getOutputStream().write(join(header, "abc\n"));
            assertThat(line(whole)).startsWith("hello 203.0.113.7");
            assertThat(line(whole)).isEqualTo("abc");

            pieces.setTcpNoDelay(true);
            for (byte octet : join(header, "abc\n")) {
                pieces.getOutputStream().write(octet);
                pieces.getOutputStream().flush();
            }
            assertThat(line(pieces)).startsWith("hello 203.0.113.7");
            assertThat(line(pieces)).isEqualTo("abc");
        }
    }

    @Test
    void theHeaderComesBeforeImplicitTls() throws Exception {
        int port = listen("smtps", Transport.IMPLICIT_TLS, null, 0);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());
        try (Socket plain = connect(PROXY, port)) {
            plain.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            try (SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "mx.example", port, true)) {
                assertThat(line(socket)).startsWith("hello 203.0.113.7");
            }
        }
    }

    @Test
    void whoIsNoTrustedProxyGetsNoOctet() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 0);
        try (Socket socket = connect("127.0.0.1", port)) {
            socket.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            assertThat(allOrReset(socket)).isEmpty();
        }
        assertThat(rejections.poll(10, TimeUnit.SECONDS)).isEqualTo("smtp 127.0.0.1 the sender is no trusted proxy 1");

        policies.put(ConnectionPolicy.DEFAULT); // nobody is trusted
        try (Socket socket = connect(PROXY, port)) {
            assertThat(allOrReset(socket)).isEmpty();
        }
    }

    @Test
    void aWrongHeaderGetsNoOctetAndOneReportAMinute() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 0);
        List<byte[]> wrong = List.of(
                "PROXY TCP4 203.0.113.7 198.51.100.1 4711 25\r\nEHLO a\r\n".getBytes(StandardCharsets.US_ASCII),
                "EHLO a\r\n".getBytes(StandardCharsets.US_ASCII),
                ProxyHeaders.of(ProxyHeaders.PROXY, 0x31, new byte[216]),
                ProxyHeaders.of("224.0.0.1"));
        for (byte[] header : wrong) {
            try (Socket socket = connect(PROXY, port)) {
                socket.getOutputStream().write(header);
                assertThat(allOrReset(socket)).isEmpty();
            }
        }
        assertThat(rejections.poll(10, TimeUnit.SECONDS)).isEqualTo("smtp " + PROXY + " no header of version 2 1");
        assertThat(rejections).isEmpty();
    }

    @Test
    void aHeaderThatIsCutOffIsReported() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 0);
        try (Socket socket = connect(PROXY, port)) {
            socket.getOutputStream().write(ProxyHeaders.of("203.0.113.7"), 0, 20);
            socket.shutdownOutput();
            assertThat(allOrReset(socket)).isEmpty();
        }
        assertThat(rejections.poll(10, TimeUnit.SECONDS)).isEqualTo("smtp " + PROXY + " cut off 1");
    }

    @Test
    void aHeaderComesInTimeHoweverOftenAnOctetOfItDoes() {
        List<String> rejected = new ArrayList<>();
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channel.pipeline().addLast(new ProxyHeaderHandler(new ProxyHeaderHandler.Outcome() {
            @Override
            public Optional<String> faultOf(ProxyHeader.Proxied header) {
                return Optional.empty();
            }

            @Override
            public void proceed(Optional<ProxyHeader.Proxied> client) {
                throw new AssertionError("it is not whole");
            }

            @Override
            public void reject(String reason) {
                rejected.add(reason);
            }
        }));
        byte[] header = ProxyHeaders.of("203.0.113.7");
        for (int i = 0; i < 4; i++) {
            channel.writeInbound(channel.alloc().buffer(1).writeByte(header[i]));
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
        assertThat(channel.isOpen()).isTrue();

        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(channel.isOpen()).isFalse();
        assertThat(rejected).containsExactly("no header in time");
        channel.finishAndReleaseAll();
    }

    @Test
    @Tag("ADM-1")
    void theAdministratorAtTheMachineNeedsNoProxy() throws Exception {
        int port = listen("admin", Transport.CLEAR, new IpGroupId(UUID.randomUUID()), 0);
        try (Socket local = connect("127.0.0.1", port)) {
            assertThat(line(local)).startsWith("hello 127.0.0.1:");
        }
        try (Socket proxied = connect(PROXY, port)) {
            proxied.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            assertThat(all(proxied)).isEqualTo("554 refused\r\n");
        }
    }

    @Test
    @Tag("SVC-5")
    void whoeverWaitsForAHeaderIsClosedWhenTheServiceStops() throws Exception {
        int port = listen("smtp", Transport.CLEAR, null, 0);
        try (Socket waiting = connect(PROXY, port);
                Socket other = connect(PROXY, port)) {
            waiting.getOutputStream().write(ProxyHeaders.SIGNATURE);
            other.getOutputStream().write(ProxyHeaders.of("203.0.113.7"));
            assertThat(line(other)).startsWith("hello");

            policies.put(new ServicePolicy("smtp", false, null, 0, 0));

            assertThat(allOrReset(waiting)).isEmpty();
        }
    }

    private int listen(String service, Transport transport, @Nullable IpGroupId allowed, int perAddress) {
        policies.put(new ServicePolicy(
                service,
                true,
                false,
                null,
                List.of(new Binding("any", 25, true)),
                allowed,
                0,
                perAddress,
                null,
                null,
                false,
                false));
        Listener listener = new Listener(
                new ListenerSettings(service, "any", 0, 25, transport),
                new Listener.Surroundings(
                        loops,
                        policies,
                        ConnectionGate.of(policies, InstantSource.system()),
                        tls,
                        new TrustedProxies(
                                policies,
                                InstantSource.system(),
                                (name, sender, reason, count) ->
                                        rejections.add(name + " " + sender + " " + reason + " " + count))),
                new NamingFrontEnd());
        listener.start();
        listeners.add(listener);
        return listener.port().orElseThrow();
    }

    private static IpGroup group(IpGroupId id, String member) {
        return new IpGroup(id, "g" + id.value(), List.of(new IpGroup.Entry(new IpGroup.Match.Host(member), true, "")));
    }

    private static byte[] join(byte[] header, String text) {
        byte[] tail = text.getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[header.length + tail.length];
        System.arraycopy(header, 0, all, 0, header.length);
        System.arraycopy(tail, 0, all, header.length, tail.length);
        return all;
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }

    // A socket that is closed with input unread answers with a reset; that is no octet either.
    private static String allOrReset(Socket socket) {
        try {
            return all(socket);
        } catch (SocketTimeoutException e) {
            throw new AssertionError(e);
        } catch (IOException reset) {
            return "";
        }
    }

    /** Says who it takes the client for. */
    private static final class NamingFrontEnd implements FrontEnd {
        @Override
        public String refusal(Refusal refusal) {
            return refusal instanceof Refusal.TooManyFromAddress ? "421 per address" : "554 refused";
        }

        @Override
        public void open(Peer peer, ChannelPipeline pipeline) {
            pipeline.addLast(new TestDriver(
                    "hello " + peer.address() + ":" + peer.port() + " at " + peer.local() + ":" + peer.localPort()));
        }
    }
}
