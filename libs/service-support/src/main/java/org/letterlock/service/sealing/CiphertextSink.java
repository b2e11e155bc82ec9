package org.letterlock.service.sealing;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.service.content.ContentStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes ciphertext: in memory as long as it fits into a record, from then on into the content store, chunk after chunk on
 * another thread. Written to by one thread at a time.
 */
final class CiphertextSink extends OutputStream {
    private static final Logger LOG = LoggerFactory.getLogger(CiphertextSink.class);
    private static final int MAX_WAITING = 8 * 1024 * 1024;

    private final ObjectId id;
    private final ContentStore store;
    private final Executor storing;
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private CompletableFuture<Void> stored = CompletableFuture.completedFuture(null);
    private ContentStore.@Nullable Upload upload; // touched only by the tasks of the chain "stored"
    private final AtomicInteger waiting = new AtomicInteger();
    private boolean streams;
    private long size;

    CiphertextSink(ObjectId id, ContentStore store, Executor storing) {
        this.id = id;
        this.store = store;
        this.storing = storing;
    }

    @Override
    public void write(int octet) {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] octets, int offset, int length) {
        buffer.write(octets, offset, length);
        size += length;
        if (buffer.size() > SealedContent.MAX_INLINE) {
            flushBuffer();
        }
    }

    /** Complete when all that was written is stored, apart from what still fits into memory. */
    CompletionStage<Void> stored() {
        return stored;
    }

    CompletionStage<Place> finish() {
        if (!streams) {
            return CompletableFuture.completedFuture(new Place.Inline(Octets.wrap(buffer.toByteArray())));
        }
        flushBuffer();
        long total = size;
        then(() -> openUpload().finish());
        return stored.thenApply(_ -> new Place.Stored(total));
    }

    void abandon() {
        buffer.reset();
        if (streams) {
            stored = stored.handleAsync(
                    (_, _) -> {
                        removeStored();
                        return null;
                    },
                    storing);
        }
    }

    private void flushBuffer() {
        streams = true;
        byte[] chunk = buffer.toByteArray();
        buffer.reset();
        if (waiting.addAndGet(chunk.length) > MAX_WAITING) {
            throw new IllegalStateException("the writer does not wait for what it wrote");
        }
        then(() -> {
            openUpload().append(chunk);
            waiting.addAndGet(-chunk.length);
        });
    }

    private void then(Runnable task) {
        stored = stored.thenRunAsync(task, storing);
    }

    private ContentStore.Upload openUpload() {
        ContentStore.Upload open = upload;
        if (open == null) {
            open = store.create(id);
            upload = open;
        }
        return open;
    }

    private void removeStored() {
        ContentStore.Upload open = upload;
        if (open != null) {
            try {
                open.abandon();
            } catch (RuntimeException e) {
                LOG.warn("content {} could not be removed and is left to the sweeper", id, e);
            }
        }
    }
}
