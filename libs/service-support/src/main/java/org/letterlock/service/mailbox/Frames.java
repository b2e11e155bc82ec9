package org.letterlock.service.mailbox;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.letterlock.service.sealing.ClassKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.Sealer;

/**
 * Frames of one request or its response: length and a sealed value, bound to the request, the direction and the place in the
 * sequence, so that none can be left out, repeated or taken from elsewhere. Not safe for use by several threads.
 */
public final class Frames {
    /** Octets of content in a frame. */
    public static final int MAX_CONTENT = 64 * 1024;

    private static final String PURPOSE = "mailbox store 1";

    private final Sealer sealer;
    private final String request;
    private final Direction direction;
    private long next; // number of the next frame

    public Frames(Sealer sealer, UUID request, Direction direction) {
        this.sealer = sealer;
        this.request = request.toString();
        this.direction = direction;
    }

    /** Which way frames go. */
    public enum Direction {
        /** What is asked and appended; small, as it has to be read before it is known whether it is one of ours. */
        TO_STORE(16 * 1024 * 1024),
        /** What is answered, such as all messages of a folder. */
        FROM_STORE(256 * 1024 * 1024);

        private final int maxFrame;

        Direction(int maxFrame) {
            this.maxFrame = maxFrame;
        }
    }

    /** The next frame, as it goes over the wire. */
    public byte[] seal(byte[] plain) {
        byte[] sealed = sealer.seal(ClassKey.KAFKA, plain, place());
        return ByteBuffer.allocate(Integer.BYTES + sealed.length)
                .putInt(sealed.length)
                .put(sealed)
                .array();
    }

    /** Reads the next frame; whatever is not that frame is an {@link IOException}. */
    public byte[] open(InputStream wire) throws IOException {
        DataInputStream data = new DataInputStream(wire);
        int length = data.readInt();
        if (length < 0 || length > direction.maxFrame) {
            throw new IOException("a frame of impossible length");
        }
        byte[] sealed = wire.readNBytes(length);
        if (sealed.length < length) {
            throw new EOFException("a frame ends early");
        }
        try {
            return sealer.open(ClassKey.KAFKA, sealed, place());
        } catch (SealedObjectCorruptException e) {
            throw new IOException("a frame does not open", e);
        }
    }

    private String[] place() {
        return new String[] {PURPOSE, request, direction.name(), Long.toString(next++)};
    }
}
