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

class LineDecoderTest {
    private static final int MAX = 20;

    @Test
    void onlyCrlfEndsALine() {
        assertThat(decode("NOOP\r\nQUIT\r\n")).containsExactly(new Line.Complete("NOOP"), new Line.Complete("QUIT"));
    }

    @Test
    void anEmptyLineIsALine() {
        assertThat(decode("\r\n\r\n")).containsExactly(new Line.Complete(""), new Line.Complete(""));
    }

    @Test
    @Tag("SMUG-1")
    void aBareLfEndsNothingAndNothingAfterItIsRead() {
        assertThat(decode("NOOP\nQUIT\r\nRSET\r\n")).containsExactly(new Line.BareNewline());
    }

    @Test
    @Tag("SMUG-1")
    void aBareCrEndsNothingAndNothingAfterItIsRead() {
        assertThat(decode("NO\rOP\r\nQUIT\r\n")).containsExactly(new Line.BareNewline());
    }

    @Test
    @Tag("SMTP-10")
    void aLineThatIsTooLongStaysTooLongUntilItEnds() {
        assertThat(decode("0123456789012345678QUIT\r\nNOOP\r\n"))
                .containsExactly(new Line.TooLong(), new Line.Complete("NOOP"));
    }

    @Test
    @Tag("SMTP-10")
    void theLimitCountsTheLineEnd() {
        assertThat(decode("012345678901234567\r\n")).containsExactly(new Line.Complete("012345678901234567"));
        assertThat(decode("0123456789012345678\r\n")).containsExactly(new Line.TooLong());
    }

    @Test
    void nothingBehindTheLineIsRead() {
        ByteBuffer in = Chunks.whole("DATA\r\nrest").getFirst();

        Optional<Line> line = new LineDecoder().decode(in, MAX);

        assertThat(line).contains(new Line.Complete("DATA"));
        assertThat(Chunks.text(in)).isEqualTo("rest");
    }

    @Test
    void octetsAbove127ArePreserved() {
        assertThat(decode("\u00e4\u00ff\r\n")).containsExactly(new Line.Complete("\u00e4\u00ff"));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void linesDoNotDependOnHowTheBytesArrive(long seed) {
        Random random = new Random(seed);
        String input = Chunks.hostileText(random, 60);

        assertThat(decode(Chunks.of(random, input))).isEqualTo(decode(Chunks.whole(input)));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static List<Line> decode(String input) {
        return decode(Chunks.whole(input));
    }

    private static List<Line> decode(List<ByteBuffer> chunks) {
        LineDecoder decoder = new LineDecoder();
        List<Line> lines = new ArrayList<>();
        for (ByteBuffer chunk : chunks) {
            while (chunk.hasRemaining()) {
                decoder.decode(chunk, MAX).ifPresent(lines::add);
            }
        }
        return lines;
    }
}
