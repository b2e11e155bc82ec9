package org.letterlock.service.content;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.mail.ObjectId;
import org.springframework.dao.DataAccessResourceFailureException;

/** A content store in memory; refuses what the real one refuses. */
public final class MemoryContentStore implements ContentStore {
    private final Map<ObjectId, byte[]> objects = new ConcurrentHashMap<>();
    private final Map<ObjectId, ByteArrayOutputStream> unfinished = new ConcurrentHashMap<>();
    private volatile boolean broken;

    public void breakDown() {
        broken = true;
    }

    public Optional<byte[]> find(ObjectId id) {
        return Optional.ofNullable(objects.get(id));
    }

    public void replace(ObjectId id, byte[] octets) {
        objects.put(id, octets);
    }

    public boolean isEmpty() {
        return objects.isEmpty() && unfinished.isEmpty();
    }

    @Override
    public Upload create(ObjectId id) {
        requireWorking();
        unfinished.put(id, new ByteArrayOutputStream());
        return new Upload() {
            @Override
            public void append(byte[] octets) {
                requireWorking();
                unfinished.get(id).writeBytes(octets);
            }

            @Override
            public void finish() {
                objects.put(id, unfinished.remove(id).toByteArray());
            }

            @Override
            public void abandon() {
                unfinished.remove(id);
                objects.remove(id);
            }
        };
    }

    @Override
    public long size(ObjectId id) {
        return require(id).length;
    }

    @Override
    public InputStream read(ObjectId id, long offset, long length) {
        byte[] octets = require(id);
        int start = (int) Math.min(offset, octets.length);
        return new ByteArrayInputStream(octets, start, (int) Math.min(length, octets.length - start));
    }

    @Override
    public void refer(ObjectId id, String holder) {
        require(id);
    }

    @Override
    public void release(ObjectId id, String holder) {}

    @Override
    public void delete(ObjectId id) {
        objects.remove(id);
    }

    private byte[] require(ObjectId id) {
        return find(id).orElseThrow(() -> new ContentMissingException(id));
    }

    private void requireWorking() {
        if (broken) {
            throw new DataAccessResourceFailureException("the disk is full");
        }
    }
}
