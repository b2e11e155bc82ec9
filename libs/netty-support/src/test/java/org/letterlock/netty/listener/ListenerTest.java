package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.session.ConnectionDriver;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;

@ExtendWith(BuffersGivenBack.class)
class ListenerTest {
    private final EventLoops loops = EventLoops.start("test", 2);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls = new TlsContexts(TestIdentity.of("mx.example"), InstantSource.system());
    private final Listener.Surroundings surroundings =
            new Listener.Surroundings(loops, policies, ConnectionGate.of(policies, InstantSource.system()), tls);
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private final Listener clear = listener(Transport.CLEAR);
    private final Listener implicit = listener(Transport.IMPLICIT_TLS);

    ListenerTest() throws Exception {}

    @AfterEach
    void stop() {
        clear.close();
        implicit.close();
        loops.close();
        tls.close();
    }

    @Test
    @Tag("SVC-6")
    void thePortIsOpenExactlyWhileThePolicyEnablesTheService() throws IOException {
        clear.start();
        assertThat(clear.port()).isEmpty();

        policies.put(new ServicePolicy("smtp", true, null, 0, 0));
        int port = clear.port().orElseThrow();
        try (Socket socket = connect(port)) {
            assertThat(line(socket)).isEqualTo("hello");
        }

        policies.put(new ServicePolicy("smtp", false, null, 0, 0));
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(port));
        policies.put(new ServicePolicy("smtp", true, null, 0, 0));
        assertThat(clear.port()).isPresent();
        policies.removeService("smtp");
        assertThat(clear.port()).isEmpty();
    }

    @Test
    @Tag("SVC-8")
    void aRefusedClientHearsWhyOnAClearPortAndNothingOnATlsPort() throws Exception {
        IpGroupId nobody = new IpGroupId(UUID.randomUUID());
        policies.put(new IpGroup(nobody, "nobody", List.of()));
        policies.put(new ServicePolicy("smtp", true, nobody, 0, 0));
        clear.start();
        implicit.start();

        try (Socket socket = connect(clear.port().orElseThrow())) {
            // Input that the server never reads must not cost the client the reply.
            socket.getOutputStream().write("EHLO client.example\r\n".repeat(20).getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("554 refused\r\n");
        }
        try (Socket socket = connect(implicit.port().orElseThrow())) {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    @Tag("CONN-2")
    void aPlaceIsFreeAgainWhenItsConnectionIsOver() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 1, 0));
        clear.start();
        int port = clear.port().orElseThrow();

        try (Socket first = connect(port)) {
            assertThat(line(first)).isEqualTo("hello");
            try (Socket second = connect(port)) {
                assertThat(line(second)).isEqualTo("421 full");
            }
        }
        assertThat(closed.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
        Optional<String> greeting = Optional.empty();
        for (int attempt = 0; attempt < 100 && !greeting.equals(Optional.of("hello")); attempt++) {
            try (Socket third = connect(port)) {
                greeting = Optional.of(line(third));
            }
        }
        assertThat(greeting).contains("hello");
    }

    @Test
    void onAnImplicitTlsPortTheGreetingComesAfterTheHandshake() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 0, 0));
        implicit.start();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), new SecureRandom());

        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), implicit.port().orElseThrow())) {
            socket.setSoTimeout(10_000);
            assertThat(line(socket)).isEqualTo("hello");
            socket.getOutputStream().write('a');
            assertThat(socket.getInputStream().read()).isEqualTo('a');
        }
    }

    @Test
    @Tag("SVC-5")
    void stoppingTellsTheConnectionsAndWaitsForThem() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 0, 0));
        clear.start();
        int port = clear.port().orElseThrow();

        try (Socket socket = connect(port)) {
            assertThat(line(socket)).isEqualTo("hello");
            clear.stop(Duration.ofSeconds(10));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("bye\r\n");
        }
        assertThat(clear.connections()).isZero();
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(port));
    }

    @Test
    void aTakenPortIsNamed() {
        policies.put(new ServicePolicy("smtp", true, null, 0, 0));
        clear.start();
        int taken = clear.port().orElseThrow();
        Listener second = new Listener(
                new ListenerSettings("smtp", "loopback", taken, Transport.CLEAR), surroundings, new EchoFrontEnd());

        assertThatExceptionOfType(ListenerException.class)
                .isThrownBy(second::start)
                .withMessageContaining("smtp: port " + taken);
    }

    private Listener listener(Transport transport) {
        return new Listener(new ListenerSettings("smtp", "loopback", 0, transport), surroundings, new EchoFrontEnd());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
    }

    private static String line(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private final class EchoFrontEnd implements FrontEnd {
        @Override
        public String refusal(Refusal refusal) {
            return refusal instanceof Refusal.TooManyConnections ? "421 full" : "554 refused";
        }

        @Override
        public void open(Peer peer, ChannelPipeline pipeline) {
            pipeline.addLast(new EchoDriver());
        }
    }

    private final class EchoDriver extends ConnectionDriver<Character> {
        EchoDriver() {
            super(arrived -> Optional.of((char) arrived.readByte()));
        }

        @Override
        protected void onOpen() {
            writeAscii("hello\r\n");
        }

        @Override
        protected void onFrame(Character frame) {
            writeAscii(frame.toString());
        }

        @Override
        protected void onTimeout() {}

        @Override
        protected void onShutdown() {
            writeAscii("bye\r\n");
            end();
        }

        @Override
        protected void onClosed() {
            closed.add("closed");
        }

        @Override
        protected void onFault(Throwable fault) {}
    }
}
