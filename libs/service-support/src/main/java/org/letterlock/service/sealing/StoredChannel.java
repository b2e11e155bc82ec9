package org.letterlock.service.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.service.content.ContentStore;

/** Ciphertext in the content store. Reads ahead, as the AEAD asks for one segment after the other. */
final class StoredChannel extends ReadOnlyChannel {
    private static final int AHEAD = 256 * 1024;

    private final ContentStore store;
    private final ObjectId id;
    private byte[] ahead = new byte[0];
    private long aheadOffset;

    StoredChannel(ContentStore store, ObjectId id, long size) {
        super(size);
        this.store = store;
        this.id = id;
    }

    @Override
    int readAt(long offset, ByteBuffer target) {
        if (offset < aheadOffset || offset >= aheadOffset + ahead.length) {
            ahead = fetch(offset);
            aheadOffset = offset;
        }
        int start = (int) (offset - aheadOffset);
        int count = Math.min(target.remaining(), ahead.length - start);
        target.put(ahead, start, count);
        return count;
    }

    private byte[] fetch(long offset) {
        try (InputStream in = store.read(id, offset, AHEAD)) {
            byte[] octets = in.readAllBytes();
            if (octets.length == 0) {
                throw new SealedObjectCorruptException("sealed-object-corrupt " + id + ": shorter than it was", null);
            }
            return octets;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
