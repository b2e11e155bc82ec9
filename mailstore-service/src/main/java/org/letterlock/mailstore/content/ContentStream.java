package org.letterlock.mailstore.content;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiFunction;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.service.content.ContentMissingException;
import org.letterlock.service.sealing.SealedObjectCorruptException;

/** A content that is being read: damage that shows only in the middle is reported as that at the start is. */
final class ContentStream extends FilterInputStream {
    private final ObjectId id;
    private final BiFunction<ObjectId, RuntimeException, ? extends RuntimeException> corrupt;

    ContentStream(
            InputStream opened,
            ObjectId id,
            BiFunction<ObjectId, RuntimeException, ? extends RuntimeException> corrupt) {
        super(opened);
        this.id = id;
        this.corrupt = corrupt;
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (SealedObjectCorruptException | ContentMissingException e) {
            throw corrupt.apply(id, e);
        }
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        try {
            return super.read(octets, offset, length);
        } catch (SealedObjectCorruptException | ContentMissingException e) {
            throw corrupt.apply(id, e);
        }
    }
}
