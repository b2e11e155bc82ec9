package org.letterlock.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Topic;
import org.letterlock.contracts.Topics;

/** {@code docs/topics.md} is what the catalogue says; with {@code -Dletterlock.docs.write=true} it is written anew. */
class TopicsDocumentTest {
    private static final Path DOCUMENT =
            Path.of("").toAbsolutePath().resolveSibling("docs").resolve("topics.md");

    @Test
    void theTopicsDocumentIsTheCatalogue() throws IOException {
        String generated =
                Topics.ALL.stream().map(TopicsDocumentTest::row).collect(Collectors.joining("\n", """
                        # Topics

                        Generated from `Topics` in libs/contracts; who writes and reads each one stands there.

                        | topic | records | partitions | kept | flushed before the acknowledgement |
                        |---|---|---|---|---|
                        """, "\n"));
        if (Boolean.getBoolean("letterlock.docs.write")) {
            Files.writeString(DOCUMENT, generated);
        }

        assertThat(Files.readString(DOCUMENT)).isEqualTo(generated);
    }

    private static String row(Topic<?> topic) {
        String kept = switch (topic.retention()) {
            case Topic.Retention.KeptFor(var time) -> time.toString();
            case Topic.Retention.Compacted() -> "newest of each key";
        };
        return "| `%s` | %s | %d | %s | %s |"
                .formatted(
                        topic.name(),
                        topic.recordType().getSimpleName(),
                        topic.partitions(),
                        kept,
                        topic.flushed() ? "on a single broker" : "no");
    }
}
