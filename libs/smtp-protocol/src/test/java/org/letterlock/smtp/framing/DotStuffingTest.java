package org.letterlock.smtp.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotStuffingTest {

    @Test
    @Tag("SMUG-4")
    void aDotAtTheStartOfALineIsDoubled() {
        assertThat(stuffed(".\r\na.b\r\n..c\r\n")).isEqualTo("..\r\na.b\r\n...c\r\n.\r\n");
    }

    @Test
    void aContentWithoutAFinalLineEndGetsOne() {
        assertThat(stuffed("a")).isEqualTo("a\r\n.\r\n");
    }

    @Test
    void nothingIsADotAlone() {
        assertThat(stuffed("")).isEqualTo(".\r\n");
    }

    @ParameterizedTest
    @Tag("SMUG-4")
    @ValueSource(strings = {"a\nb", "a\rb", "\n.\r\n", "a\r", "\r\r\n"})
    void aBareCrOrLfIsNeverSent(String content) {
        assertThatThrownBy(() -> stuffed(content)).isInstanceOf(DotStuffing.BareNewlineException.class);
    }

    private static String stuffed(String content) {
        StringBuilder wire = new StringBuilder();
        DotStuffing stuffing = new DotStuffing();
        for (ByteBuffer piece : Chunks.whole(content)) {
            stuffing.encode(piece, out -> wire.append(Chunks.text(out)));
        }
        stuffing.finish(out -> wire.append(Chunks.text(out)));
        return wire.toString();
    }
}
