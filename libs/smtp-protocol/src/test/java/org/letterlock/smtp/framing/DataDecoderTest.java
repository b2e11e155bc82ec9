package org.letterlock.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.letterlock.smtp.framing.ContentLimits.BareNewlinePolicy;

class DataDecoderTest {
    private static final ContentLimits LIMITS = new ContentLimits(10_000, 100, BareNewlinePolicy.REJECT);
    private static final ContentLimits LENIENT = new ContentLimits(10_000, 100, BareNewlinePolicy.NORMALISE);

    /** What came out: outcome is null where the data did not end. */
    private record Decoded(@Nullable DataOutcome outcome, String content, String rest) {}

    @Test
    void theContentEndsAtTheDot() {
        assertThat(decode("Subject: a\r\n\r\nb\r\n.\r\nQUIT\r\n"))
                .isEqualTo(new Decoded(DataOutcome.COMPLETE, "Subject: a\r\n\r\nb\r\n", "QUIT\r\n"));
    }

    @Test
    void anEmptyContentIsADotAtOnce() {
        assertThat(decode(".\r\n")).isEqualTo(new Decoded(DataOutcome.COMPLETE, "", ""));
    }

    @Test
    void stuffedDotsAreTakenAway() {
        assertThat(decode("..\r\n...a\r\n.b\r\na.\r\n.\r\n"))
                .isEqualTo(new Decoded(DataOutcome.COMPLETE, ".\r\n..a\r\nb\r\na.\r\n", ""));
    }

    // Row 1 of the lessons: each was taken as the end of the data by some server.
    @ParameterizedTest
    @Tag("SMUG-1")
    @Tag("SMUG-7")
    @ValueSource(
            strings = {
                "\n.\n",
                "\n.\r\n",
                "\r\n.\n",
                "\r.\r",
                "\r\n.\r",
                "\n.\r",
                "\r.\n",
                "\r.\r\n",
                "\r\n.\r\r\n",
                "\n\r.\r\n",
                "\r\n\n.\r\n",
                "\r\r\n.\n",
                "\n\n.\n\n",
                "\r\n.\n\r",
                "\r\r.\r\r"
            })
    void noOtherEndOfDataIsTaken(String end) {
        String smuggled = "MAIL FROM:<evil@example.com>\r\n";
        String input = "a" + end + smuggled + ".\r\nQUIT\r\n";

        for (int cut = 0; cut <= input.length(); cut++) {
            Decoded decoded = decode(
                    LIMITS,
                    List.of(
                            Chunks.whole(input.substring(0, cut)).getFirst(),
                            Chunks.whole(input.substring(cut)).getFirst()));

            assertThat(decoded.outcome()).as("cut at %d", cut).isEqualTo(DataOutcome.BARE_NEWLINE);
            assertThat(decoded.rest()).as("cut at %d", cut).isEqualTo("QUIT\r\n");
        }
    }

    @ParameterizedTest
    @Tag("SMUG-1")
    @ValueSource(strings = {"a\nb\r\n", "a\rb\r\n", "a\r\r\n", "\n\r\n", "\r\r\n", ".\n\r\n", ".\ra\r\n", ".a\n\r\n"})
    void aBareCrOrLfAnywhereIsAFault(String text) {
        assertThat(decode(text + ".\r\nNOOP\r\n").outcome()).isEqualTo(DataOutcome.BARE_NEWLINE);
        assertThat(decode(text + ".\r\nNOOP\r\n").rest()).isEqualTo("NOOP\r\n");
    }

    @Test
    @Tag("SMUG-5")
    void afterTheSizeLimitTheRestIsReadUpToTheTrueEnd() {
        String input = "a".repeat(99).concat("\r\n").repeat(200) + ".\r\nQUIT\r\n";

        Decoded decoded = decode(input);

        assertThat(decoded.outcome()).isEqualTo(DataOutcome.TOO_BIG);
        assertThat(decoded.rest()).isEqualTo("QUIT\r\n");
    }

    @Test
    @Tag("SMTP-10")
    void aLineOverTheLimitIsAFault() {
        assertThat(decode("a".repeat(100) + "\r\n.\r\n").outcome()).isEqualTo(DataOutcome.COMPLETE);
        assertThat(decode("." + "a".repeat(101) + "\r\n.\r\n").outcome()).isEqualTo(DataOutcome.LINE_TOO_LONG);
    }

    @Test
    @Tag("LIMIT-7")
    void aContentOfExactlyTheLimitIsTaken() {
        ContentLimits tenOctets = new ContentLimits(10, 100, BareNewlinePolicy.REJECT);

        assertThat(decode(tenOctets, Chunks.whole("12345678\r\n.\r\n")).outcome())
                .isEqualTo(DataOutcome.COMPLETE);
        assertThat(decode(tenOctets, Chunks.whole("123456789\r\n.\r\n")).outcome())
                .isEqualTo(DataOutcome.TOO_BIG);
    }

    @ParameterizedTest
    @Tag("SMUG-2")
    @CsvSource({"a\\nb\\r\\n,a\\r\\nb\\r\\n", "a\\rb\\r\\n,a\\r\\nb\\r\\n", "a\\n.b\\r\\n,a\\r\\nb\\r\\n"})
    void aLegacyPeersNewlinesAreNormalised(String given, String wanted) {
        Decoded decoded = decode(LENIENT, Chunks.whole(unescape(given) + ".\r\n"));

        assertThat(decoded).isEqualTo(new Decoded(DataOutcome.COMPLETE, unescape(wanted), ""));
    }

    @ParameterizedTest
    @Tag("SMUG-2")
    @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r.\r\n", "\r\n.\r", "\r.\n", "\n.\r"})
    void aDotBetweenMixedNewlinesIsAlwaysRefused(String end) {
        assertThat(decode(LENIENT, Chunks.whole("a" + end + "b\r\n.\r\n")).outcome())
                .isEqualTo(DataOutcome.BARE_NEWLINE);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theResultDoesNotDependOnHowTheBytesArrive(long seed) {
        Random random = new Random(seed);
        String input = Chunks.hostileText(random, 40) + "\r\n.\r\n";

        for (ContentLimits limits : List.of(LIMITS, LENIENT, new ContentLimits(60, 15, BareNewlinePolicy.REJECT))) {
            Decoded whole = decode(limits, Chunks.whole(input));
            Decoded chunked = decode(limits, Chunks.of(random, input));

            assertThat(chunked.outcome()).isEqualTo(whole.outcome());
            assertThat(chunked.rest()).isEqualTo(whole.rest());
            if (whole.outcome() == DataOutcome.COMPLETE) {
                assertThat(chunked.content()).isEqualTo(whole.content());
            }
        }
    }

    @ParameterizedTest
    @Tag("SMUG-4")
    @MethodSource("seeds")
    void whatWasStuffedComesOutAsItWas(long seed) {
        Random random = new Random(seed);
        String content = Chunks.properText(random, random.nextInt(20));
        StringBuilder wire = new StringBuilder();
        DotStuffing stuffing = new DotStuffing();

        for (ByteBuffer chunk : Chunks.of(random, content)) {
            stuffing.encode(chunk, out -> wire.append(Chunks.text(out)));
        }
        stuffing.finish(out -> wire.append(Chunks.text(out)));

        assertThat(decode(LIMITS, Chunks.of(random, wire + "RSET\r\n")))
                .isEqualTo(new Decoded(DataOutcome.COMPLETE, content, "RSET\r\n"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private static Decoded decode(String input) {
        return decode(LIMITS, Chunks.whole(input));
    }

    private static Decoded decode(ContentLimits limits, List<ByteBuffer> chunks) {
        DataDecoder decoder = new DataDecoder(limits);
        StringBuilder content = new StringBuilder();
        StringBuilder rest = new StringBuilder();
        Optional<DataOutcome> outcome = Optional.empty();
        for (ByteBuffer chunk : chunks) {
            if (outcome.isEmpty()) {
                outcome = decoder.decode(chunk, out -> content.append(StandardCharsets.ISO_8859_1.decode(out)));
            }
            rest.append(Chunks.text(chunk));
        }
        return new Decoded(outcome.orElse(null), content.toString(), rest.toString());
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r").replace("\\n", "\n");
    }
}
