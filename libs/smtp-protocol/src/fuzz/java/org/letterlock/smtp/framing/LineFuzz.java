package org.letterlock.smtp.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.smtp.reply.ReplyCollector;

/** The same lines come out however the octets arrive, and any line may be taken for a reply. */
class LineFuzz {
    private static final int MAX_OCTETS = 64;

    static Stream<byte[]> corpus() {
        return Stream.of("250-a\r\n250 2.0.0 b\r\n", "EHLO a\nNOOP\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @DictionaryEntries({"250-", "250 ", "421 4.3.2 "})
    @FuzzTest
    void linesDoNotDependOnHowTheOctetsArrive(byte[] octets) {
        List<Line> lines = lines(octets, octets.length);

        assertThat(lines(octets, 1)).isEqualTo(lines);
        ReplyCollector replies = new ReplyCollector();
        for (Line line : lines) {
            if (line instanceof Line.Complete(String text)) {
                assertThat(text.length()).isLessThanOrEqualTo(MAX_OCTETS - 2);
                if (replies.add(text) instanceof ReplyCollector.Collected.Complete(var reply)) {
                    reply.status();
                    assertThat(reply.escaped().toString()).doesNotContain("\r", "\n");
                }
            }
        }
    }

    private static List<Line> lines(byte[] octets, int piece) {
        LineDecoder decoder = new LineDecoder();
        List<Line> lines = new ArrayList<>();
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuffer in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            for (Optional<Line> line = decoder.decode(in, MAX_OCTETS);
                    line.isPresent();
                    line = decoder.decode(in, MAX_OCTETS)) {
                lines.add(line.get());
            }
        }
        return lines;
    }
}
