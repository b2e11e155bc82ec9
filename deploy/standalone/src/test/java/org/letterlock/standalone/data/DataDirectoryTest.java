package org.letterlock.standalone.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.standalone.LauncherException;

class DataDirectoryTest {
    @TempDir
    Path temporary;

    @Test
    void theFirstStartInstallsAndTheNextFindsIt() {
        var path = temporary.resolve("data");
        try (var first = DataDirectory.open(path)) {
            assertThat(first.isFresh()).isTrue();
            first.remember(new HostName("mail.example.org"));
        }

        try (var second = DataDirectory.open(path)) {
            assertThat(second.isFresh()).isFalse();
            assertThat(second.installation().hostName()).isEqualTo(new HostName("mail.example.org"));
        }
    }

    @Test
    void onlyOneInstanceMayUseIt() {
        var path = temporary.resolve("data");
        assertThat(DataDirectory.isInUse(path)).isFalse();
        try (var _ = DataDirectory.open(path)) {
            assertThat(DataDirectory.isInUse(path)).isTrue();
            assertThatThrownBy(() -> DataDirectory.requireUsable(path))
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("another instance");
            assertThatThrownBy(() -> DataDirectory.open(path))
                    .isInstanceOf(LauncherException.class)
                    .hasMessageContaining("another instance");
        }
        assertThat(DataDirectory.isInUse(path)).isFalse();
    }

    @Test
    void aDirectoryOfOtherFilesIsLeftAlone() throws IOException {
        Files.writeString(temporary.resolve("thesis.txt"), "years of work");

        assertThatThrownBy(() -> DataDirectory.open(temporary))
                .isInstanceOf(LauncherException.class)
                .hasMessageContaining("not Letterlock's");

        assertThat(temporary).isDirectoryContaining("glob:**/thesis.txt");
        try (var entries = Files.list(temporary)) {
            assertThat(entries).hasSize(1);
        }
    }

    @Test
    void aMissingPartIsDamage() throws IOException {
        var path = temporary.resolve("data");
        DataDirectory.open(path).close();
        Files.delete(path.resolve("kafka"));

        assertThatThrownBy(() -> DataDirectory.open(path)).hasMessageContaining("is damaged: kafka is missing");
    }

    @Test
    void anUnreadableMarkerIsDamageAndALaterFormatIsNot() throws IOException {
        var path = temporary.resolve("data");
        DataDirectory.open(path).close();
        var marker = path.resolve("letterlock.properties");

        Files.writeString(marker, "\0\0\0");
        assertThatThrownBy(() -> DataDirectory.open(path)).hasMessageContaining("damaged");

        Files.writeString(marker, "format=999\nhost-name=a.example\n");
        assertThatThrownBy(() -> DataDirectory.open(path)).hasMessageContaining("later release");
    }

    @Test
    void anInstallationThatWasBrokenOffIsBegunAgain() throws IOException {
        var path = temporary.resolve("data");
        Files.createDirectories(path);
        Files.createFile(path.resolve("lock"));

        try (var data = DataDirectory.open(path)) {
            assertThat(data.isFresh()).isTrue();
        }
    }
}
