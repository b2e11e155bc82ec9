package org.letterlock.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.smtp.framing.ContentLimits.BareNewlinePolicy;

class BdatDecoderTest {
    private static final ContentLimits LIMITS = new ContentLimits(100, 50, BareNewlinePolicy.REJECT);

    @Test
    void aChunkEndsByCount() {
        BdatDecoder decoder = new BdatDecoder(LIMITS);
        ByteBuffer in = Chunks.whole("abc\r\n.\r\nQUIT\r\n").getFirst();
        StringBuilder content = new StringBuilder();
        decoder.begin(8, true);

        Optional<DataOutcome> outcome = decoder.decode(in, out -> content.append(Chunks.text(out)));

        assertThat(outcome).contains(DataOutcome.COMPLETE);
        assertThat(content.toString()).isEqualTo("abc\r\n.\r\n");
        assertThat(Chunks.text(in)).isEqualTo("QUIT\r\n");
    }

    @Test
    void anEmptyChunkEndsAtOnce() {
        BdatDecoder decoder = new BdatDecoder(LIMITS);
        decoder.begin(0, true);

        assertThat(decoder.decode(ByteBuffer.allocate(0), _ -> {})).contains(DataOutcome.COMPLETE);
    }

    @Test
    @Tag("SMUG-3")
    void aBareCrOrLfIsAFaultHereToo() {
        assertThat(decode("a\nb\r\n")).isEqualTo(DataOutcome.BARE_NEWLINE);
        assertThat(decode("a\rb\r\n")).isEqualTo(DataOutcome.BARE_NEWLINE);
        assertThat(decode("ab\r")).isEqualTo(DataOutcome.BARE_NEWLINE);
    }

    @Test
    void aCrlfMayBeCutByTheEndOfAChunk() {
        BdatDecoder decoder = new BdatDecoder(LIMITS);

        decoder.begin(2, false);
        assertThat(decoder.decode(Chunks.whole("a\r").getFirst(), _ -> {})).contains(DataOutcome.COMPLETE);
        decoder.begin(1, true);
        assertThat(decoder.decode(Chunks.whole("\n").getFirst(), _ -> {})).contains(DataOutcome.COMPLETE);
    }

    @Test
    @Tag("SMTP-13")
    void whatIsOverTheLimitIsDroppedByCount() {
        BdatDecoder decoder = new BdatDecoder(LIMITS);
        ByteBuffer in = Chunks.whole("a".repeat(40).concat("\r\n").repeat(3) + "QUIT\r\n")
                .getFirst();
        decoder.begin(126, true);

        assertThat(decoder.decode(in, _ -> {})).contains(DataOutcome.TOO_BIG);
        assertThat(Chunks.text(in)).isEqualTo("QUIT\r\n");
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theResultDoesNotDependOnHowTheBytesArrive(long seed) {
        Random random = new Random(seed);
        String input = random.nextBoolean() ? Chunks.hostileText(random, 20) : Chunks.properText(random, 4);

        assertThat(decode(Chunks.of(random, input))).isEqualTo(decode(input));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static DataOutcome decode(String input) {
        return decode(Chunks.whole(input));
    }

    private static DataOutcome decode(List<ByteBuffer> chunks) {
        BdatDecoder decoder = new BdatDecoder(LIMITS);
        decoder.begin(chunks.stream().mapToInt(ByteBuffer::remaining).sum(), true);
        List<DataOutcome> outcomes = new ArrayList<>();
        for (ByteBuffer chunk : chunks) {
            decoder.decode(chunk, _ -> {}).ifPresent(outcomes::add);
        }
        return outcomes.getFirst();
    }
}
