package org.letterlock.service.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;

/**
 * What one release has written, every later one reads. The files of a release are never edited; a record that grew gets a
 * further sample. {@code -Dgolden.write=true} writes files that are missing.
 */
@Tag("SYS-3")
class GoldenRecordsTest {
    private static final Path SOURCES = Path.of("src/test/resources/golden");

    private final RecordCodec codec = new RecordCodec();

    static Stream<Sample<?>> samples() {
        return Samples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aSampleIsReadBackAsItWas(Sample<?> sample) {
        assertReadBack(sample);
    }

    private <V> void assertReadBack(Sample<V> sample) {
        assertThat(codec.decode(codec.encode(sample.value(), sample.type()), sample.type()))
                .isEqualTo(sample.value());
    }

    @ParameterizedTest
    @MethodSource("samples")
    void theGoldenFileIsStillRead(Sample<?> sample) throws IOException {
        assertGolden(sample);
    }

    private <V> void assertGolden(Sample<V> sample) throws IOException {
        if (Boolean.getBoolean("golden.write") && !Files.exists(SOURCES.resolve(sample.file()))) {
            Files.createDirectories(SOURCES);
            Files.writeString(
                    SOURCES.resolve(sample.file()),
                    HexFormat.of().formatHex(codec.encode(sample.value(), sample.type())) + "\n");
        }
        try (InputStream file = Files.newInputStream(SOURCES.resolve(sample.file()))) {
            byte[] octets = HexFormat.of().parseHex(new String(file.readAllBytes(), StandardCharsets.US_ASCII).strip());
            assertThat(codec.decode(octets, sample.type())).isEqualTo(sample.value());
        }
    }

    @Test
    void everyRecordOfEveryTopicHasASample() {
        Set<String> wanted = new TreeSet<>();
        for (Topic<?> topic : Topics.ALL) {
            collect(topic.recordType(), wanted);
        }

        Set<String> sampled = Samples.all().stream()
                .map(sample -> sample.value().getClass().getName())
                .collect(Collectors.toSet());
        assertThat(sampled).containsAll(wanted);
    }

    @Test
    void aFieldOfANewerReleaseIsIgnored() {
        record Newer(String name, String more) {}
        record Older(String name) {}

        assertThat(codec.decode(codec.encode(new Newer("n", "m"), Newer.class), Older.class))
                .isEqualTo(new Older("n"));
    }

    @Test
    void aFieldThatAnOlderReleaseDidNotHaveIsNull() {
        record Older(String name) {}
        record Newer(String name, String more, int number) {}

        assertThat(codec.decode(codec.encode(new Older("n"), Older.class), Newer.class))
                .isEqualTo(new Newer("n", null, 0));
    }

    @Test
    void whatIsNoRecordIsUnreadable() {
        for (byte[] octets : new byte[][] {{}, {1}, {(byte) 0xFF}, "hello".getBytes(StandardCharsets.US_ASCII)}) {
            assertThatThrownBy(() -> codec.decode(octets, Topics.MAIL_ACCEPTED.recordType()))
                    .isInstanceOf(UnreadableRecordException.class);
        }
    }

    private static void collect(Class<?> type, Set<String> names) {
        if (type.isSealed()) {
            Arrays.stream(type.getPermittedSubclasses()).forEach(permitted -> collect(permitted, names));
        } else {
            names.add(type.getName());
        }
    }

    /** One value of a record. */
    record Sample<V>(String name, Class<V> type, V value) {
        String file() {
            return name + ".cbor.hex";
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
