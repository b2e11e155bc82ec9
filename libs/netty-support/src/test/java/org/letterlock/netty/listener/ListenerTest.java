package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.letterlock.netty.listener.TestSockets.line;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
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
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.Binding;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;
import org.letterlock.contracts.access.ServicePolicy.RunCommand.Action;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.access.AcceptCheck;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;

@ExtendWith(BuffersGivenBack.class)
class ListenerTest {
    private final EventLoops loops = EventLoops.start("test", 2);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls = new TlsContexts(TestIdentity.of("mx.example"), InstantSource.system());
    private final Listener.Surroundings surroundings = new Listener.Surroundings(
            loops,
            policies,
            ConnectionGate.of(policies, InstantSource.system()),
            tls,
            new TrustedProxies(policies, InstantSource.system(), (_, _, _, _) -> {}));
    private final BlockingQueue<String> closed = new LinkedBlockingQueue<>();
    private volatile boolean obstinate; // stays when it is told to leave
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
    @Tag("SVC-13")
    void ipv6CanBeSwitchedOffAndOnWhileTheListenerRuns() throws Exception {
        Listener any = new Listener(
                new ListenerSettings("smtp", "any", 0, 25, Transport.CLEAR), surroundings, new EchoFrontEnd());
        try {
            policies.put(new ServicePolicy("smtp", true, null, 0, 0));
            any.start();
            assertThat(greets("::1", any)).isTrue();
            assertThat(greets("127.0.0.1", any)).isTrue();

            policies.put(new ConnectionPolicy(30, 64, null, null, false, null));
            assertThat(greets("127.0.0.1", any)).isTrue();
            assertThat(greets("::1", any)).isFalse();

            policies.put(ConnectionPolicy.DEFAULT);
            assertThat(greets("::1", any)).isTrue();
        } finally {
            any.close();
        }
    }

    private static boolean greets(String address, Listener listener) throws IOException {
        try (Socket socket = new Socket(address, listener.port().orElseThrow())) {
            return line(socket).equals("hello");
        } catch (ConnectException refused) {
            return false;
        }
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
    @Tag("CONN-7")
    void ofAFloodOfRefusedClientsOnlySomeMayLinger() throws Exception {
        IpGroupId nobody = new IpGroupId(UUID.randomUUID());
        policies.put(new IpGroup(nobody, "nobody", List.of()));
        policies.put(new ServicePolicy("smtp", true, nobody, 0, 0));
        clear.start();
        List<Socket> refused = new ArrayList<>();
        for (int i = 0; i <= ConnectionAdmission.MAX_LINGERING; i++) {
            Socket socket = connect(clear.port().orElseThrow());
            refused.add(socket);
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("554 refused\r\n");
        }

        // Whoever lingers may still send; a closed socket answers that with a reset.
        assertThat(sendsTwice(refused.get(ConnectionAdmission.MAX_LINGERING - 1)))
                .isTrue();
        assertThat(sendsTwice(refused.get(ConnectionAdmission.MAX_LINGERING))).isFalse();
        for (Socket socket : refused) {
            socket.close();
        }
    }

    private static boolean sendsTwice(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            socket.getOutputStream().write('a');
            return true;
        } catch (IOException reset) {
            return false;
        }
    }

    @Test
    @Tag("SVC-5")
    void whatWasAcceptedJustBeforeTheStopDoesNotStay() throws Exception {
        policies.put(policy(false, null));
        AcceptCheck stopping = new AcceptCheck() {
            @Override
            public Stage stage() {
                return Stage.SERVICE_STATE;
            }

            @Override
            public Optional<Refusal> judge(String service, IpAddress peer) {
                policies.put(new ServicePolicy("smtp", false, null, 0, 0));
                return Optional.empty();
            }
        };
        try (Listener listener = new Listener(
                new ListenerSettings("smtp", "loopback", 0, 25, Transport.CLEAR),
                new Listener.Surroundings(
                        loops, policies, new ConnectionGate(List.of(stopping)), tls, surroundings.proxies()),
                new EchoFrontEnd())) {
            listener.start();
            try (Socket socket = connect(listener.port().orElseThrow())) {
                assertThat(socket.getInputStream().read()).isEqualTo(-1);
            }
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
    @Tag("SVC-5")
    @Tag("SVC-6")
    void aStoppedServiceHasNoPortAndItsSessionsEndWithinTheDrainTime() throws Exception {
        policies.put(new ConnectionPolicy(0, 64));
        policies.put(policy(false, null));
        clear.start();
        int port = clear.port().orElseThrow();
        try (Socket socket = connect(port)) {
            assertThat(line(socket)).isEqualTo("hello");

            policies.put(policy(false, command(Action.STOP, 1)));

            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("bye\r\n");
            assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(port));
        }
        policies.put(policy(false, command(Action.START, 2)));
        assertThat(clear.port()).isPresent();
    }

    @Test
    @Tag("SVC-5")
    void whoDoesNotLeaveIsClosedAfterTheDrainTime() throws Exception {
        obstinate = true;
        policies.put(new ConnectionPolicy(1, 64));
        policies.put(policy(false, null));
        clear.start();
        try (Socket socket = connect(clear.port().orElseThrow())) {
            assertThat(line(socket)).isEqualTo("hello");
            policies.put(policy(false, command(Action.STOP, 1)));
            socket.getOutputStream().write('a');
            assertThat(socket.getInputStream().read()).isEqualTo('a');
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    @Tag("SVC-5")
    void aRestartEndsTheSessionsOfBeforeAndOpensThePortAgainOnce() throws Exception {
        policies.put(policy(false, null));
        clear.start();
        try (Socket before = connect(clear.port().orElseThrow())) {
            assertThat(line(before)).isEqualTo("hello");
            policies.put(policy(false, command(Action.RESTART, 1)));
            assertThat(line(before)).isEqualTo("bye");
            try (Socket after = connect(clear.port().orElseThrow())) {
                assertThat(line(after)).isEqualTo("hello");
                policies.put(policy(false, command(Action.RESTART, 1)));
                after.getOutputStream().write('a');
                assertThat(after.getInputStream().read()).isEqualTo('a');
            }
        }
    }

    @Test
    @Tag("SVC-5")
    void whatWasStoppedBeforeTheProcessBeganStaysStopped() {
        policies.put(policy(false, command(Action.STOP, 1)));
        clear.start();

        assertThat(clear.port()).isEmpty();
    }

    @Test
    @Tag("SVC-2")
    void aServiceThatIsStartedByHandWaitsForACommandThatComesAfterTheProcessBegan() {
        policies.put(policy(true, command(Action.START, 1)));
        clear.start();
        assertThat(clear.port()).isEmpty();

        policies.put(policy(true, command(Action.START, 2)));
        assertThat(clear.port()).isPresent();
        policies.put(policy(true, command(Action.STOP, 3)));
        assertThat(clear.port()).isEmpty();
        policies.put(policy(true, command(Action.RESTART, 4)));
        assertThat(clear.port()).isPresent();
    }

    @Test
    @Tag("SVC-2")
    void aServiceListensWhereItsBindingsSay() throws Exception {
        policies.put(policy(false, null));
        clear.start();
        int own = clear.port().orElseThrow();
        int other = freePort();
        policies.put(bound(new Binding("loopback", other, false), new Binding("any", 25, false)));

        assertThat(line(connect(other))).isEqualTo("hello");
        try (Socket standard = connect(own)) {
            // The standard port is where the process has it: a place that was open before and stays open.
            assertThat(line(standard)).isEqualTo("hello");
        }
        policies.put(bound(new Binding("loopback", other, false)));
        assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> connect(own));
        assertThat(line(connect(other))).isEqualTo("hello");
    }

    @Test
    @Tag("SVC-2")
    void aPlaceThatCannotBeOpenedDoesNotKeepTheOthersClosed() throws Exception {
        policies.put(policy(false, null));
        clear.start();
        int good = freePort();

        policies.put(bound(new Binding("192.0.2.1", good, false), new Binding("loopback", good, false)));

        assertThat(line(connect(good))).isEqualTo("hello");
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
        return new Listener(
                new ListenerSettings("smtp", "loopback", 0, 25, transport), surroundings, new EchoFrontEnd());
    }

    private static ServicePolicy policy(boolean manualStart, @Nullable RunCommand command) {
        return new ServicePolicy("smtp", true, manualStart, command, List.of(), null, 0, 0, null, null, false, false);
    }

    private static ServicePolicy bound(Binding... bindings) {
        return new ServicePolicy("smtp", true, false, null, List.of(bindings), null, 0, 0, null, null, false, false);
    }

    private static RunCommand command(Action action, int second) {
        return new RunCommand(action, Instant.ofEpochSecond(second));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(10_000);
        return socket;
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

    private final class EchoDriver extends TestDriver {
        EchoDriver() {
            super("hello");
        }

        @Override
        protected void onShutdown() {
            if (!obstinate) {
                writeAscii("bye\r\n");
                end();
            }
        }

        @Override
        protected void onClosed() {
            closed.add("closed");
        }
    }
}
