package org.letterlock.service.content;

import java.io.InputStream;
import java.util.Objects;
import org.letterlock.contracts.mail.ObjectId;

/** Part of an object, one chunk in memory at a time. */
final class ChunkedStream extends InputStream {
    private final JdbcContentStore store;
    private final ObjectId id;
    private final long end;
    private long position;
    private byte[] chunk = new byte[0];
    private int next;

    ChunkedStream(JdbcContentStore store, ObjectId id, long offset, long end) {
        this.store = store;
        this.id = id;
        this.end = end;
        position = offset;
    }

    @Override
    public int read() {
        byte[] octet = new byte[1];
        return read(octet, 0, 1) < 0 ? -1 : octet[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        if (length == 0) {
            return 0;
        }
        if (next == chunk.length) {
            if (position >= end) {
                return -1;
            }
            fetch();
        }
        int count = Math.min(length, chunk.length - next);
        System.arraycopy(chunk, next, octets, offset, count);
        next += count;
        return count;
    }

    @Override
    public int available() {
        return chunk.length - next;
    }

    private void fetch() {
        int number = (int) (position / JdbcContentStore.CHUNK);
        int from = (int) (position % JdbcContentStore.CHUNK);
        int to = (int) Math.min(JdbcContentStore.CHUNK, from + (end - position));
        chunk = store.readChunk(id, number, from, to);
        if (chunk.length != to - from) {
            throw new ContentMissingException(id);
        }
        next = 0;
        position += chunk.length;
    }
}
