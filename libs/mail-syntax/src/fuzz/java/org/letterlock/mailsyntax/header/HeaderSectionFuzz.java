package org.letterlock.mailsyntax.header;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** A header section is refused, or its octets stay what they were; how they arrive does not matter. */
class HeaderSectionFuzz {
    private static final HeaderLimits LIMITS = new HeaderLimits(1024, 20, 300);

    static Stream<byte[]> corpus() {
        return Stream.of("From: a@example.org\r\nSubject: a\r\n b\r\n\r\nbody", "no field\nTo : b\rc\n\n")
                .map(text -> text.getBytes(ISO_8859_1));
    }

    @MethodSource("corpus")
    @DictionaryEntries({": ", "From", "\t"})
    @FuzzTest
    void noOctetOfASectionIsLost(byte[] message) {
        HeaderReading whole = HeaderSection.parse(message, LIMITS);

        if (whole instanceof HeaderReading.Complete(HeaderSection section)) {
            assertThat(section.octets()).isEqualTo(Arrays.copyOf(message, section.length()));
            section.fault();
            section.fields().forEach(HeaderSectionFuzz::look);
        }
        HeaderSectionReader reader = new HeaderSectionReader(LIMITS);
        for (byte octet : message) {
            reader.feed(new byte[] {octet}, 0, 1);
        }
        assertThat(reader.end()).isEqualTo(whole);
    }

    private static void look(HeaderField field) {
        assertThat(field.named(field.name())).isEqualTo(!field.name().isEmpty());
        assertThat(field.body()).doesNotContain("\n");
    }
}
