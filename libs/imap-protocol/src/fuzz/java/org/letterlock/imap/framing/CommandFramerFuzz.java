package org.letterlock.imap.framing;

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

/** The same frames come out however the octets arrive; messages are taken and refused in turn. */
class CommandFramerFuzz {
    private static final FramingLimits LIMITS = new FramingLimits(60, 20, true);

    static Stream<byte[]> corpus() {
        return Stream.of("a LOGIN {3}\r\nbob {3+}\r\nx\r\n\r\nb NOOP\r\n", "a APPEND b {2+}\r\nhi {3+}\r\nyou\r\n", "a {25+}\r\n1234567890123456789012345{0+}\r\n\r\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @DictionaryEntries({"x APPEND b "})
    @FuzzTest
    void framesDoNotDependOnHowTheOctetsArrive(byte[] octets) {
        assertThat(frames(octets, 1)).isEqualTo(frames(octets, Math.max(1, octets.length)));
    }

    private static List<Object> frames(byte[] octets, int piece) {
        CommandFramer framer = new CommandFramer(LIMITS);
        List<Object> frames = new ArrayList<>();
        boolean accepts = true;
        for (int at = 0; at < octets.length; at += piece) {
            ByteBuffer in = ByteBuffer.wrap(octets, at, Math.min(piece, octets.length - at));
            for (Optional<Frame> frame = framer.next(in); frame.isPresent(); frame = framer.next(in)) {
                switch (frame.get()) {
                    case Frame.AppendOctets(ByteBuffer message) -> {
                        while (message.hasRemaining()) {
                            frames.add(message.get());
                        }
                    }
                    case Frame.AppendBegun begun -> {
                        frames.add(begun);
                        if (accepts) {
                            framer.acceptLiteral();
                        } else {
                            framer.refuseLiteral();
                        }
                        accepts = !accepts;
                    }
                    case Frame.Violation(String _, Frame.Fault fault) -> frames.add(fault);
                    case Frame other -> frames.add(other);
                }
            }
            assertThat(in.hasRemaining()).isFalse();
        }
        return frames;
    }
}
