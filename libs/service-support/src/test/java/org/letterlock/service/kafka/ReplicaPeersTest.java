package org.letterlock.service.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.replica.ReplicaState;

/** Replicas that hear each other over one partition, each as late as it comes. */
@Tag("CONN-5")
class ReplicaPeersTest {
    private static final int LIMIT = 10;

    private final List<Said> partition = new ArrayList<>();
    private final List<Replica> replicas = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-24T12:00:00Z");

    private record Said(ReplicaState state, Instant at) {}

    private final class Replica {
        private final UUID id;
        private final ReplicaPeers peers;
        private int position;
        private int open;
        private boolean runs = true;
        private boolean muted; // cut off from the broker

        Replica(long number) {
            id = new UUID(0, number);
            peers = new ReplicaPeers(id, "smtp-ingress", () -> now);
            peers.tellExcess(() -> {
                int excess = open - peers.shareOf(LIMIT);
                return excess > 0 ? Map.of("smtp", excess) : Map.of();
            });
            while (position < partition.size()) { // loads what is there
                Said said = partition.get(position++);
                if (said.at().isAfter(now.minus(Replicas.GONE_AFTER))) {
                    peers.heard(said.state(), said.at());
                }
            }
            tell(false);
            replicas.add(this);
        }

        void tell(boolean leaving) {
            partition.add(new Said(
                    new ReplicaState(id, "smtp-ingress", now, Map.of(), leaving, peers.counted(), peers.excess()),
                    now));
        }

        void hear() {
            if (!muted && position < partition.size()) {
                Said said = partition.get(position++);
                if (peers.heard(said.state(), said.at())) {
                    tell(false);
                }
            }
        }

        boolean accepts() {
            boolean accepted = open < peers.shareOf(LIMIT) - peers.excessOfOthers("smtp");
            open += accepted ? 1 : 0;
            return accepted;
        }

        void leave() {
            open = 0;
            runs = false;
            tell(true);
        }
    }

    @Test
    void whoIsAloneHasAllAndIsToldOfNobody() {
        assertThat(new Replica(1).peers.shareOf(LIMIT)).isEqualTo(LIMIT);
    }

    @Test
    void whoComesHasNothingUntilTheOthersHaveMadeRoom() {
        Replica first = new Replica(2);
        settle();
        Replica second = new Replica(1);

        assertThat(second.peers.shareOf(LIMIT + 1)).isZero();
        settle();
        assertThat(second.peers.shareOf(LIMIT + 1)).isEqualTo(6);
        assertThat(first.peers.shareOf(LIMIT + 1)).isEqualTo(5);
    }

    @Test
    void whatIsOpenBeyondTheShareStaysUnusedByTheOthers() {
        Replica first = new Replica(1);
        settle();
        for (int i = 0; i < 8; i++) {
            assertThat(first.accepts()).isTrue();
        }
        Replica second = new Replica(2);
        settle();

        assertThat(second.accepts()).isTrue();
        assertThat(second.accepts()).isTrue();
        assertThat(second.accepts()).isFalse();
        assertThat(first.accepts()).isFalse();
        first.open = 5;
        first.tell(false);
        settle();
        assertThat(second.accepts()).isTrue();
    }

    @Test
    void theShareOfWhoLeavesOrFallsSilentIsDividedWithinFiveSeconds() {
        Replica first = new Replica(1);
        Replica second = new Replica(2);
        Replica third = new Replica(3);
        settle();
        assertThat(first.peers.shareOf(9)).isEqualTo(3);

        third.leave();
        settle();
        assertThat(first.peers.shareOf(9)).isEqualTo(5);

        second.runs = false;
        for (int second5 = 0; second5 < 5; second5++) {
            now = now.plusSeconds(1);
            first.tell(false);
            settle();
            first.peers.refresh();
        }
        assertThat(first.peers.shareOf(9)).isEqualTo(9);
    }

    @Test
    void whoIsCutOffTakesNobodyInBeforeTheOthersDivideItsShare() {
        Replica first = new Replica(1);
        Replica second = new Replica(2);
        settle();
        second.muted = true;
        now = now.plus(ReplicaPeers.IN_TOUCH);
        assertThat(second.peers.shareOf(LIMIT)).isZero();
        now = now.plus(ReplicaPeers.GONE_AFTER.minus(ReplicaPeers.IN_TOUCH)).plusMillis(1);
        first.tell(false);
        settle();
        first.peers.refresh();
        assertThat(first.peers.shareOf(LIMIT)).isEqualTo(LIMIT);

        second.muted = false;
        while (second.position < partition.size()) {
            second.hear();
        }
        second.tell(false);
        second.hear();
        assertThat(second.peers.shareOf(LIMIT))
                .as("first does not count it yet")
                .isZero();
        settle();
        first.tell(false);
        settle();
        assertThat(second.peers.shareOf(LIMIT)).isEqualTo(5);
        assertThat(first.peers.shareOf(LIMIT)).isEqualTo(5);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTotalNeverExceedsTheLimitWhoeverComesAndGoes(long seed) {
        Random random = new Random(seed);
        new Replica(random.nextInt(1000));
        for (int step = 0; step < 600; step++) {
            List<Replica> live =
                    replicas.stream().filter(replica -> replica.runs).toList();
            Replica one = live.get(random.nextInt(live.size()));
            switch (random.nextInt(12)) {
                case 0 -> {
                    if (live.size() < 4) {
                        new Replica(1000L + random.nextInt(1_000_000));
                    }
                }
                case 1 -> {
                    if (live.size() > 1 && random.nextInt(4) == 0) {
                        one.leave();
                    }
                }
                case 2 -> {
                    now = now.plus(Duration.ofMillis(random.nextInt(400)));
                    live.forEach(each -> each.tell(false)); // all that are live are heard of in time
                    live.forEach(each -> each.peers.refresh());
                }
                case 3 -> one.open = Math.max(0, one.open - 1);
                case 4, 5, 6, 7 -> one.accepts();
                default -> one.hear();
            }
            int total = replicas.stream().mapToInt(replica -> replica.open).sum();
            assertThat(total).as("seed %d, step %d", seed, step).isLessThanOrEqualTo(LIMIT);
        }
    }

    private void settle() {
        boolean more = true;
        while (more) {
            more = false;
            for (Replica replica : List.copyOf(replicas)) {
                if (replica.runs && !replica.muted && replica.position < partition.size()) {
                    replica.hear();
                    more = true;
                }
            }
        }
    }
}
