package org.letterlock.service.sealing;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.letterlock.contracts.mail.ObjectId;

/** A stream of opened octets: an {@link IOException} of the AEAD means a corrupt object, as the store throws others. */
final class OpenedStream extends FilterInputStream {
    private final ObjectId id;

    OpenedStream(InputStream decrypting, ObjectId id) {
        super(decrypting);
        this.id = id;
    }

    @Override
    public int read() {
        try {
            return super.read();
        } catch (IOException e) {
            throw ContentOpener.corrupt(id, e);
        }
    }

    @Override
    public int read(byte[] octets, int offset, int length) {
        try {
            return super.read(octets, offset, length);
        } catch (IOException e) {
            throw ContentOpener.corrupt(id, e);
        }
    }

    // Skipping must authenticate what it skips, so it reads.
    @Override
    public long skip(long count) throws IOException {
        byte[] skipped = new byte[(int) Math.min(8192, Math.max(0, count))];
        long total = 0;
        while (total < count) {
            int length = read(skipped, 0, (int) Math.min(skipped.length, count - total));
            if (length < 0) {
                break;
            }
            total += length;
        }
        return total;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
