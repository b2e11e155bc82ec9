package org.letterlock.ingress.smtp;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.service.content.ContentStore;
import org.springframework.dao.DataAccessResourceFailureException;

/** A content store in memory that can be told to fail. */
public final class MemoryContentStore implements ContentStore {
    private final Map<ObjectId, ByteArrayOutputStream> objects = new ConcurrentHashMap<>();
    private volatile boolean broken;

    public void breakDown() {
        broken = true;
    }

    public void repair() {
        broken = false;
    }

    public Set<ObjectId> ids() {
        return Set.copyOf(objects.keySet());
    }

    @Override
    public Upload create(ObjectId id) {
        requireWorking();
        objects.put(id, new ByteArrayOutputStream());
        return new Upload() {
            @Override
            public void append(byte[] octets) {
                requireWorking();
                objects.get(id).writeBytes(octets);
            }

            @Override
            public void finish() {
                requireWorking();
            }

            @Override
            public void abandon() {
                objects.remove(id);
            }
        };
    }

    @Override
    public long size(ObjectId id) {
        return objects.get(id).size();
    }

    @Override
    public InputStream read(ObjectId id, long offset, long length) {
        byte[] octets = objects.get(id).toByteArray();
        int start = (int) Math.min(offset, octets.length);
        return new ByteArrayInputStream(octets, start, (int) Math.min(length, octets.length - start));
    }

    @Override
    public void refer(ObjectId id, String holder) {}

    @Override
    public void release(ObjectId id, String holder) {}

    @Override
    public void delete(ObjectId id) {
        objects.remove(id);
    }

    private void requireWorking() {
        if (broken) {
            throw new DataAccessResourceFailureException("broken on purpose");
        }
    }
}
