package org.letterlock.smtp.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.smtp.framing.ContentLimits.BareNewlinePolicy;

/** Where the data ends and what they hold does not depend on how the octets arrive; what was taken can be sent again. */
class DataFuzz {
    private static final ContentLimits LIMITS = new ContentLimits(4096, 200, BareNewlinePolicy.REJECT);

    private record Reading(Optional<DataOutcome> outcome, int read, String content) {}

    static Stream<byte[]> corpus() {
        return Stream.of("Subject: a\r\n\r\n..b\r\n.\r\nQUIT", "a\n.\r\n\r.\r\n.\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @DictionaryEntries({"."})
    @FuzzTest
    void dataEndAtTheirEnd(byte[] octets) {
        Reading whole = read(octets, octets.length);

        assertThat(read(octets, 1)).isEqualTo(whole);
        if (whole.outcome().equals(Optional.of(DataOutcome.COMPLETE))) {
            ByteArrayOutputStream sent = new ByteArrayOutputStream();
            DotStuffing stuffing = new DotStuffing();
            stuffing.encode(ByteBuffer.wrap(latin(whole.content())), into(sent));
            stuffing.finish(into(sent));
            Reading again = read(sent.toByteArray(), 3);
            assertThat(again.outcome()).contains(DataOutcome.COMPLETE);
            assertThat(again.content()).isEqualTo(whole.content());
        }
    }

    private static Reading read(byte[] octets, int piece) {
        DataDecoder decoder = new DataDecoder(LIMITS);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        Optional<DataOutcome> outcome = Optional.empty();
        int at = 0;
        while (at < octets.length && outcome.isEmpty()) {
            ByteBuffer in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            outcome = decoder.decode(in, into(content));
            at = in.position();
        }
        // What came before a fault showed depends on the pieces; nobody looks at it.
        boolean counts = !decoder.isDiscarding();
        return new Reading(outcome, at, counts ? content.toString(ISO_8859_1) : "");
    }

    private static Consumer<ByteBuffer> into(ByteArrayOutputStream target) {
        return piece -> {
            byte[] copy = new byte[piece.remaining()];
            piece.get(copy);
            target.writeBytes(copy);
        };
    }

    private static byte[] latin(@NotNull String text) {
        return text.getBytes(ISO_8859_1);
    }
}
