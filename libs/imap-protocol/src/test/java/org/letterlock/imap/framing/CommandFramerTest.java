package org.letterlock.imap.framing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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

class CommandFramerTest {
    private static final FramingLimits SMALL = new FramingLimits(60, 20, true);

    static LongStream seeds() {
        return LongStream.range(0, 2000);
    }

    @Test
    void aLineIsACommand() {
        assertThat(frames("a NOOP\r\nb NOOP\r\n")).containsExactly("Command[a NOOP]", "Command[b NOOP]");
    }

    @Test
    void literalsStandInTheCommandAsTheyCame() {
        assertThat(frames("a LOGIN {3}\r\nbob {3+}\r\nx\r\n\r\nb NOOP\r\n"))
                .containsExactly("LiteralAwaited", "Command[a LOGIN {3}|bob {3+}|x|]", "Command[b NOOP]");
    }

    @Test
    void theMessageOfAppendIsHandedOnInPieces() {
        assertThat(frames("a APPEND INBOX (\\Seen) {8+}\r\nab\r\ncd\r\n\r\nb NOOP\r\n"))
                .containsExactly(
                        "AppendBegun[a APPEND INBOX (\\Seen) ] 8 false",
                        "Octets[ab|cd|]",
                        "AppendEnded true",
                        "Command[b NOOP]");
    }

    @Test
    void aMailboxNameOfAppendMayBeALiteral() {
        assertThat(frames("a APPEND {3+}\r\nbox {2}\r\nhi\r\n"))
                .containsExactly("AppendBegun[a APPEND {3+}|box ] 2 true", "Octets[hi]", "AppendEnded true");
    }

    @Test
    void anEmptyMessageHasNoOctets() {
        assertThat(frames("a APPEND x {0}\r\n\r\nb NOOP\r\n"))
                .containsExactly("AppendBegun[a APPEND x ] 0 true", "AppendEnded true", "Command[b NOOP]");
    }

    @Test
    void aSecondMessageOfAppendIsNotWellFormed() {
        assertThat(frames("a APPEND x {2+}\r\nhi {3+}\r\nyou\r\nb NOOP\r\n"))
                .containsExactly(
                        "AppendBegun[a APPEND x ] 2 false", "Octets[hi]", "AppendEnded false", "Command[b NOOP]");
    }

    @Tag("IMAP-5")
    @Test
    void aRefusedMessageIsDroppedToItsEnd() {
        CommandFramer framer = new CommandFramer(SMALL);
        ByteBuffer in = bytes("a APPEND x {9+}\r\nb NOOP\r\nx\r\nc NOOP\r\n");
        framer.next(in);

        framer.refuseLiteral();

        assertThat(describe(framer.next(in).orElseThrow())).isEqualTo("RefusedLiteralPassed");
        assertThat(describe(framer.next(in).orElseThrow())).isEqualTo("Command[c NOOP]");
    }

    @Tag("IMAP-5")
    @Test
    void aClientThatWaitsWithARefusedMessageGoesOnWithItsNextCommand() {
        CommandFramer framer = new CommandFramer(SMALL);
        ByteBuffer in = bytes("a APPEND x {9}\r\nc NOOP\r\n");
        framer.next(in);

        framer.refuseLiteral();

        assertThat(describe(framer.next(in).orElseThrow())).isEqualTo("Command[c NOOP]");
    }

    @Tag("IMAP-5")
    @Test
    void theTailOfATooLongLineIsNoCommand() {
        assertThat(frames("a " + "x".repeat(70) + "\nb NOOP\r\nc NOOP\r\n"))
                .containsExactly("Violation[a xxxxxx] LINE_TOO_LONG", "Command[c NOOP]");
    }

    @Tag("IMAP-5")
    @Test
    void literalsInATooLongLineAreDroppedWithIt() {
        assertThat(frames("a " + "x".repeat(70) + " {9+}\r\nb NOOP\r\n1 y\r\nc NOOP\r\n"))
                .containsExactly("Violation[a xxxxxx] LINE_TOO_LONG", "Command[c NOOP]");
    }

    @Tag("CONN-9")
    @Test
    void aTooBigLiteralIsDropped() {
        assertThat(frames("a LOGIN {21+}\r\nxxxxxxxxxxxxxxxxxxxxx y\r\nb LOGIN {21}\r\nc NOOP\r\n"))
                .containsExactly(
                        "Violation[a LOGIN ] LITERAL_TOO_BIG",
                        "Violation[b LOGIN ] LITERAL_TOO_BIG",
                        "Command[c NOOP]");
    }

    @Tag("CONN-9")
    @Test
    void manyLiteralsTogetherAreBoundedToo() {
        assertThat(frames("a x {20+}\r\n" + "y".repeat(20) + " {20+}\r\n" + "y".repeat(20) + " {20+}\r\n"
                        + "y".repeat(20) + "\r\nb NOOP\r\n"))
                .hasSize(2)
                .last()
                .isEqualTo("Command[b NOOP]");
    }

    @Tag("CONN-9")
    @Test
    void beforeLoginAMessageIsALiteralLikeAnyOther() {
        CommandFramer framer = new CommandFramer(FramingLimits.BEFORE_LOGIN);

        assertThat(describe(framer.next(bytes("a APPEND x {4097}\r\n")).orElseThrow()))
                .isEqualTo("Violation[a APPEND] LITERAL_TOO_BIG");
        assertThat(describe(framer.next(bytes("a APPEND x {4096}\r\n")).orElseThrow()))
                .isEqualTo("LiteralAwaited");
    }

    @Test
    void numbersBeyondAllBoundsAreTooBig() {
        assertThat(frames("a x {99999999999999999999}\r\nb NOOP\r\n"))
                .containsExactly("Violation[a x {999] LITERAL_TOO_BIG", "Command[b NOOP]");
    }

    @Test
    void bareLineEndsAreReported() {
        assertThat(frames("a NOOP\nb NOOP\r\nc NO\rOP\r\nd NOOP\r\n"))
                .containsExactly(
                        "Violation[a NOOP|] BARE_CR_OR_LF", "Violation[c NOOP] BARE_CR_OR_LF", "Command[d NOOP]");
    }

    @Test
    void aContinuationLineAnnouncesNoLiteral() {
        CommandFramer framer = new CommandFramer(SMALL);

        assertThat(framer.nextContinuationLine(bytes("abc{3}\r\n"))).contains(new Frame.ContinuationLine("abc{3}"));
    }

    @Tag("AUTH-4")
    @Test
    void aContinuationLineHasItsOwnLimit() {
        CommandFramer framer = new CommandFramer(SMALL);

        assertThat(framer.nextContinuationLine(bytes("x".repeat(12_288) + "\r\n")))
                .get()
                .isInstanceOf(Frame.ContinuationLine.class);
        assertThat(framer.nextContinuationLine(bytes("x".repeat(12_289) + "\r\n")))
                .get()
                .isInstanceOf(Frame.Violation.class);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void framesDoNotDependOnHowTheOctetsArrive(long seed) {
        Random random = new Random(seed);
        String input = input(random);

        List<String> whole = frames(input);
        List<String> chunked = frames(chunks(random, input), seed);

        assertThat(chunked).as("seed %s: %s", seed, input).isEqualTo(whole);
    }

    private static String input(Random random) {
        String[] pieces = {
            "a NOOP\r\n",
            "\r\n",
            "\r",
            "\n",
            "{3}\r\n",
            "{3+}\r\n",
            "{25+}\r\n",
            "~{4+}\r\n",
            "abc",
            " ",
            "x APPEND b ",
            "x APPEND ",
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "{0+}\r\n",
            "{7}",
            "}",
            "{",
            "\r\n"
        };
        var input = new StringBuilder();
        int count = random.nextInt(25);
        for (int i = 0; i < count; i++) {
            input.append(pieces[random.nextInt(pieces.length)]);
        }
        return input.toString();
    }

    private static List<ByteBuffer> chunks(Random random, String input) {
        List<ByteBuffer> chunks = new ArrayList<>();
        int at = 0;
        while (at < input.length()) {
            int end = Math.min(input.length(), at + 1 + random.nextInt(6));
            chunks.add(bytes(input.substring(at, end)));
            at = end;
        }
        return chunks;
    }

    private static List<String> frames(String input) {
        return frames(List.of(bytes(input)), 0);
    }

    // Accepts each message, and joins its octets: how they are cut is the one thing that may depend on chunks.
    private static List<String> frames(List<ByteBuffer> chunks, long seed) {
        CommandFramer framer = new CommandFramer(SMALL);
        List<String> frames = new ArrayList<>();
        for (ByteBuffer chunk : chunks) {
            Optional<Frame> frame = framer.next(chunk);
            while (frame.isPresent()) {
                String text = describe(frame.get());
                if (frame.get() instanceof Frame.AppendBegun) {
                    framer.acceptLiteral();
                }
                if (text.startsWith("Octets[")
                        && !frames.isEmpty()
                        && frames.getLast().startsWith("Octets[")) {
                    String before = frames.removeLast();
                    text = before.substring(0, before.length() - 1) + text.substring("Octets[".length());
                }
                frames.add(text);
                frame = framer.next(chunk);
            }
            assertThat(chunk.hasRemaining()).isFalse();
        }
        return frames;
    }

    private static String describe(Frame frame) {
        String text = switch (frame) {
            case Frame.Command(var command) -> "Command[" + command + "]";
            case Frame.ContinuationLine(var line) -> "Line[" + line + "]";
            case Frame.LiteralAwaited() -> "LiteralAwaited";
            case Frame.AppendBegun(var head, var literal) ->
                "AppendBegun[" + head + "] " + literal.size() + " " + literal.synchronizing();
            case Frame.AppendOctets(var octets) -> "Octets[" + ISO_8859_1.decode(octets) + "]";
            case Frame.AppendEnded(boolean wellFormed) -> "AppendEnded " + wellFormed;
            case Frame.RefusedLiteralPassed() -> "RefusedLiteralPassed";
            case Frame.Violation(var start, var fault) ->
                "Violation[" + start.substring(0, Math.min(8, start.length())) + "] " + fault;
        };
        return text.replace("\r", "").replace("\n", "|");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }
}
