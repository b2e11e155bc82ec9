package org.letterlock.contracts.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("CONN-5")
class ReplicaPlaceTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theSharesAreEqualAndTogetherTheLimit(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(12);
        int limit = random.nextInt(random.nextBoolean() ? 20 : 100_001);

        int[] shares = IntStream.range(0, count)
                .map(rank -> new ReplicaPlace(rank, count).shareOf(limit))
                .toArray();

        assertThat(IntStream.of(shares).sum()).isEqualTo(limit);
        assertThat(shares[0] - shares[count - 1]).isBetween(0, 1);
        for (int rank = 1; rank < count; rank++) {
            assertThat(shares[rank]).as("the rest goes to the lowest ids").isLessThanOrEqualTo(shares[rank - 1]);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void anotherReplicaEnlargesNobodysShare(long seed) {
        Random random = new Random(seed);
        int count = 1 + random.nextInt(12);
        int rank = random.nextInt(count);
        int limit = random.nextInt(random.nextBoolean() ? 20 : 100_001);
        int before = new ReplicaPlace(rank, count).shareOf(limit);

        assertThat(new ReplicaPlace(rank, count + 1).shareOf(limit)).isLessThanOrEqualTo(before);
        assertThat(new ReplicaPlace(rank + 1, count + 1).shareOf(limit)).isLessThanOrEqualTo(before);
    }

    @Test
    void aPlaceIsAmongThoseThatThereAre() {
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new ReplicaPlace(2, 2));
        assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> new ReplicaPlace(-1, 2));
    }
}
