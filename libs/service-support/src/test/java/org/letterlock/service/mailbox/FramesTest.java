package org.letterlock.service.mailbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.letterlock.service.mailbox.Frames.Direction;
import org.letterlock.service.sealing.Keyring;
import org.letterlock.service.sealing.Sealer;

class FramesTest {
    private static final UUID REQUEST = new UUID(1, 2);

    private final Sealer sealer = new Sealer(Keyring.inMemory());

    @Test
    void aStrangerCannotMakeTheStoreReadHundredsOfMebibytes() {
        byte[] announced =
                ByteBuffer.allocate(Integer.BYTES + 1).putInt(200_000_000).array();

        assertThatThrownBy(() -> frames(Direction.TO_STORE).open(new ByteArrayInputStream(announced)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("impossible length");
    }

    @Test
    void aFrameOpensInItsPlaceOnly() throws IOException {
        Frames sending = frames(Direction.TO_STORE);
        byte[] first = sending.seal(new byte[] {1});
        byte[] second = sending.seal(new byte[] {2});

        Frames receiving = frames(Direction.TO_STORE);
        assertThat(receiving.open(new ByteArrayInputStream(first))).containsExactly(1);
        assertThatThrownBy(() -> receiving.open(new ByteArrayInputStream(first)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> frames(Direction.FROM_STORE).open(new ByteArrayInputStream(first)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> frames(Direction.TO_STORE).open(new ByteArrayInputStream(second)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() ->
                        new Frames(sealer, new UUID(3, 4), Direction.TO_STORE).open(new ByteArrayInputStream(first)))
                .isInstanceOf(IOException.class);
    }

    private Frames frames(Direction direction) {
        return new Frames(sealer, REQUEST, direction);
    }
}
