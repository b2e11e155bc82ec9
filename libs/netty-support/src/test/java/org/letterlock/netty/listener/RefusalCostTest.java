package org.letterlock.netty.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.letterlock.contracts.access.AddressBlock;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.netty.BuffersGivenBack;
import org.letterlock.netty.TestIdentity;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.netty.access.ConnectionGate;
import org.letterlock.netty.access.Refusal;
import org.letterlock.netty.tls.TlsContexts;
import org.letterlock.netty.transport.EventLoops;
import org.letterlock.netty.transport.PeerAddresses;

/**
 * What ten thousand connections cost that are refused one after the other. The bound leaves room for a
 * machine that is busy, and for the search for leaks that tests run with.
 */
@ExtendWith(BuffersGivenBack.class)
class RefusalCostTest {
    private static final String LOOPS = "refusing";
    private static final int WARM_UP = 2_000;
    private static final int CONNECTIONS = 10_000;
    private static final int ADDRESSES = 50;
    private static final long MOST_NANOS_EACH = 500_000;
    private static final long MOST_OCTETS_MORE = 2 * 1024 * 1024;

    private final EventLoops loops = EventLoops.start(LOOPS, 1);
    private final AccessPolicies policies = new AccessPolicies(PeerAddresses::ofThisMachine);
    private final TlsContexts tls = new TlsContexts(TestIdentity.of("mx.example"), InstantSource.system());
    private final Listener listener = new Listener(
            new ListenerSettings("imap", "loopback", 0, 143, Transport.CLEAR),
            new Listener.Surroundings(
                    loops,
                    policies,
                    ConnectionGate.of(policies, InstantSource.system()),
                    tls,
                    new TrustedProxies(policies, InstantSource.system(), (_, _, _, _) -> {})),
            new RefusingFrontEnd());

    RefusalCostTest() throws Exception {}

    @AfterEach
    void stop() {
        listener.close();
        loops.close();
        tls.close();
    }

    @Test
    @Tag("SVC-8")
    void whoIsNotInTheGroupCostsLittle() throws Exception {
        IpGroupId nobody = new IpGroupId(new UUID(0, 1));
        policies.put(new IpGroup(nobody, "nobody", List.of()));
        policies.put(new ServicePolicy("imap", true, nobody, 0, 0));

        measure();
    }

    @Test
    @Tag("GUESS-5")
    void whoIsBlockedCostsLittle() throws Exception {
        policies.put(new ServicePolicy("imap", true, null, 0, 0));
        Instant now = Instant.now();
        policies.putBlock(
                "127.3.0.0/16",
                new AddressBlock("127.3.0.0", 16, now, now.plusSeconds(3600), AddressBlock.Reason.GUESSING));

        measure();
    }

    private void measure() throws IOException {
        listener.start();
        refuse(WARM_UP);
        long heapBefore = usedHeap();
        long directBefore = usedDirect();
        long nanosBefore = loopNanos();

        refuse(CONNECTIONS);

        long nanosEach = (loopNanos() - nanosBefore) / CONNECTIONS;
        long heapMore = usedHeap() - heapBefore;
        long directMore = usedDirect() - directBefore;
        assertThat(nanosEach).isPositive().isLessThan(MOST_NANOS_EACH);
        assertThat(heapMore).isLessThan(MOST_OCTETS_MORE);
        assertThat(directMore).isLessThan(MOST_OCTETS_MORE);
    }

    private void refuse(int connections) throws IOException {
        int port = listener.port().orElseThrow();
        for (int i = 0; i < connections; i++) {
            try (Socket socket = TestSockets.connect("127.3.0." + (1 + i % ADDRESSES), port)) {
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .isEqualTo("refused\r\n");
            }
        }
    }

    private static long loopNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith(LOOPS))
                .mapToLong(ThreadInfo::getThreadId)
                .map(threads::getThreadCpuTime)
                .sum();
    }

    private static long usedHeap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long usedDirect() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static final class RefusingFrontEnd implements FrontEnd {
        @Override
        public String refusal(Refusal refusal) {
            return "refused";
        }

        @Override
        public void open(Peer peer, ChannelPipeline pipeline) {
            throw new AssertionError("nobody gets in");
        }
    }
}
