package org.letterlock.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search that {@link MarkerTest} relies on finds what there is. */
class RawSearchTest {
    private static final String WORD = "x7qk2m9vb4tz8wlr5hcp";

    @TempDir
    private Path files;

    @Test
    void findsAWordAsItIs() throws Exception {
        Files.write(files.resolve("file"), ("some text " + WORD + " more").getBytes());

        assertThat(hits()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void findsAWordAtEachAlignmentOfBase64(int before) throws Exception {
        byte[] text = (".".repeat(before) + WORD + " more").getBytes();
        Files.writeString(files.resolve("file"), Base64.getEncoder().encodeToString(text));

        assertThat(hits()).hasSize(1);
    }

    @Test
    void findsAWordInHexadecimalAndAcrossBuffersAndNothingElse() throws Exception {
        Files.writeString(files.resolve("hexadecimal"), HexFormat.of().formatHex(WORD.getBytes()));
        Files.writeString(files.resolve("late"), "y".repeat((1 << 20) - 7) + WORD);
        Files.writeString(files.resolve("other"), new StringBuilder(WORD).reverse());

        assertThat(hits()).hasSize(2).noneMatch(hit -> hit.endsWith("other"));
    }

    private Iterable<String> hits() throws Exception {
        RawSearch search = new RawSearch();
        search.add("word", WORD);
        return search.hits(List.of(files));
    }
}
