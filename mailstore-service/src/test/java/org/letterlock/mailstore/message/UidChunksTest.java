package org.letterlock.mailstore.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;

class UidChunksTest {
    static LongStream seeds() {
        return LongStream.range(0, 50);
    }

    private static UidSet some(Random random) {
        return UidSet.ofSorted(random.longs(random.nextInt(40), 1, 60).sorted());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void chunksAreTheSetInOrderAndNoneIsTooLarge(long seed) {
        Random random = new Random(seed);
        UidSet uids = some(random);
        int size = 1 + random.nextInt(8);

        var chunks = UidChunks.of(uids, size);

        assertThat(chunks).allMatch(chunk -> chunk.size() <= size && !chunk.isEmpty());
        assertThat(chunks.stream().flatMap(UidSet::uids).toList())
                .isEqualTo(uids.uids().toList());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void differenceHasWhatIsInOneOnly(long seed) {
        Random random = new Random(seed);
        UidSet uids = some(random);
        UidSet removed = some(random);

        UidSet left = UidSets.minus(uids, removed);

        for (long uid = 1; uid <= 60; uid++) {
            assertThat(left.contains(new Uid(uid)))
                    .isEqualTo(uids.contains(new Uid(uid)) && !removed.contains(new Uid(uid)));
        }
    }
}
