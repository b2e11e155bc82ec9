package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.letterlock.netty.listener.TestSockets.line;

import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.Socket;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.LimitShares;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;

/** Many clients at once, each from an address of its own. */
@ExtendWith(BuffersGivenBack.class)
class CrowdTest {
    private static final int CLIENTS = 2_000;

    private final EventLoops loops = EventLoops.start("test", 2);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls = new TlsContexts(TestIdentity.of("mx.example"), InstantSource.system());
    private final List<Listener> listeners = new ArrayList<>();

    CrowdTest() throws Exception {}

    @AfterEach
    void stop() {
        listeners.forEach(Listener::close);
        loops.close();
        tls.close();
    }

    @Test
    @Tag("CONN-2")
    void ofTwoThousandThatComeAtOnceExactlyTheLimitGetsIn() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 500, 0));

        Map<String, Long> heard = greetings(List.of(listen(LimitShares.WHOLE)));

        assertThat(heard).isEqualTo(Map.of("hello", 500L, "421 full", (long) CLIENTS - 500));
    }

    @Test
    @Tag("CONN-5")
    void twoReplicasTogetherLetInAsManyAsTheLimit() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 501, 0));

        Map<String, Long> heard = greetings(List.of(listen(share(251, 0)), listen(share(250, 0))));

        assertThat(heard).isEqualTo(Map.of("hello", 501L, "421 full", (long) CLIENTS - 501));
    }

    @Test
    @Tag("CONN-5")
    void whatAnotherReplicaHasBeyondItsShareIsLeftFreeAndNoShareIsNoConnection() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 10, 0));
        int crowded = listen(share(5, 3));
        int waiting = listen(share(0, 0));

        try (Socket first = connect(1, crowded);
                Socket second = connect(2, crowded);
                Socket third = connect(3, crowded);
                Socket fourth = connect(4, waiting)) {
            assertThat(List.of(line(first), line(second), line(third)))
                    .containsExactlyInAnyOrder("hello", "hello", "421 full"); // two event loops: any may be the last
            assertThat(line(fourth)).isEqualTo("421 full");
        }
    }

    @Test
    @Tag("CONN-5")
    void noShareOfTheLimitPerAddressIsNoConnectionEither() throws Exception {
        policies.put(new ServicePolicy("smtp", true, null, 0, 1));
        try (Socket client = connect(1, listen(share(0, 0)))) {
            assertThat(line(client)).isEqualTo("554 refused");
        }
    }

    private static LimitShares share(int share, int excessOfOthers) {
        return new LimitShares() {
            @Override
            public int shareOf(int limit) {
                return share;
            }

            @Override
            public int excessOfOthers(String service) {
                return excessOfOthers;
            }
        };
    }

    private Map<String, Long> greetings(List<Integer> ports) throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<String>> heard = new ArrayList<>();
        List<Socket> sockets = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < CLIENTS; i++) {
                Socket socket = new Socket();
                sockets.add(socket);
                int number = i;
                heard.add(CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                start.await();
                                TestSockets.connect(socket, addressOf(number), ports.get(number % ports.size()));
                                return line(socket);
                            } catch (IOException | InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        },
                        clients));
            }
            start.countDown();
        }
        try {
            return heard.stream()
                    .map(CompletableFuture::join)
                    .collect(Collectors.groupingBy(line -> line, Collectors.counting()));
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private int listen(LimitShares shares) {
        Listener listener = new Listener(
                new ListenerSettings("smtp", "any", 0, 25, Transport.CLEAR),
                new Listener.Surroundings(
                        loops,
                        policies,
                        ConnectionGate.of(policies, InstantSource.system(), shares),
                        tls,
                        new TrustedProxies(policies, InstantSource.system(), (_, _, _, _) -> {})),
                new GreetingFrontEnd());
        listener.start();
        listeners.add(listener);
        return listener.port().orElseThrow();
    }

    private static Socket connect(int number, int port) throws IOException {
        return TestSockets.connect(addressOf(number), port);
    }

    private static String addressOf(int number) {
        return "127.1." + number / 250 + "." + (1 + number % 250);
    }

    private static final class GreetingFrontEnd implements FrontEnd {
        @Override
        public String refusal(Refusal refusal) {
            return refusal instanceof Refusal.TooManyConnections ? "421 full" : "554 refused";
        }

        @Override
        public void open(Peer peer, ChannelPipeline pipeline) {
            pipeline.addLast(new TestDriver("hello"));
        }
    }
}
