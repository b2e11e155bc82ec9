package org.letterlock.ingress.smtp.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.letterlock.testkit.MutableClock;

class DiskRoomTest {
    private final MutableClock clock = MutableClock.at("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void thereIsRoomWhileEnoughIsFree() throws IOException {
        long free = Files.getFileStore(directory).getUsableSpace();

        assertThat(new DiskRoom(directory, free / 2, clock).hasRoom()).isTrue();
        assertThat(new DiskRoom(directory, free * 2, clock).hasRoom()).isFalse();
    }

    @Test
    void theDiskOfAnotherMachineIsNotWatched() {
        assertThat(new DiskRoom(null, Long.MAX_VALUE, clock).hasRoom()).isTrue();
    }

    @Test
    void whatCannotBeReadIsNoRefusal() {
        assertThat(new DiskRoom(directory.resolve("missing"), 1, clock).hasRoom())
                .isTrue();
    }
}
