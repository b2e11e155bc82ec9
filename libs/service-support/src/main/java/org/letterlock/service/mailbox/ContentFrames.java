package org.letterlock.service.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;

/**
 * Octets of a message in frames. The first octet of each says what it is; only a frame of kind END ends them, so that a
 * connection that breaks is not taken for the end.
 */
public final class ContentFrames {
    private static final byte DATA = 0;
    private static final byte END = 1;
    private static final byte CORRUPT = 2;
    private static final byte UNAVAILABLE = 3;

    private ContentFrames() {}

    /** Sends content to its end, and what went wrong with it. */
    public static void send(InputStream content, Frames frames, OutputStream wire) throws IOException {
        byte[] chunk = new byte[1 + Frames.MAX_CONTENT];
        chunk[0] = DATA;
        try {
            for (int count = read(content, chunk); count > 0; count = read(content, chunk)) {
                wire.write(frames.seal(count == Frames.MAX_CONTENT ? chunk : Arrays.copyOf(chunk, 1 + count)));
            }
            wire.write(frames.seal(new byte[] {END}));
        } catch (MessageCorruptException e) {
            UUID object = e.object().value();
            wire.write(frames.seal(ByteBuffer.allocate(1 + 2 * Long.BYTES)
                    .put(CORRUPT)
                    .putLong(object.getMostSignificantBits())
                    .putLong(object.getLeastSignificantBits())
                    .array()));
        } catch (MailboxUnavailableException e) {
            wire.write(frames.seal(new byte[] {UNAVAILABLE}));
        }
    }

    static void sendPart(byte[] part, boolean last, Frames frames, OutputStream wire) throws IOException {
        if (part.length > 0) {
            byte[] frame = new byte[1 + part.length];
            frame[0] = DATA;
            System.arraycopy(part, 0, frame, 1, part.length);
            wire.write(frames.seal(frame));
        }
        if (last) {
            wire.write(frames.seal(new byte[] {END}));
        }
    }

    /** The content as a stream that takes frame after frame from the wire. Closing it closes the wire. */
    public static InputStream receive(Frames frames, InputStream wire) {
        return new Receiving(frames, wire);
    }

    /** The wire has ended; a client that has seen this can use the connection again. */
    static void requireEnd(InputStream wire) throws IOException {
        if (wire.read() >= 0) {
            throw new IOException("more than was expected");
        }
    }

    private static int read(InputStream content, byte[] chunk) throws IOException {
        return content.readNBytes(chunk, 1, Frames.MAX_CONTENT);
    }

    /** The content that is being received. */
    private static final class Receiving extends InputStream {
        private final Frames frames;
        private final InputStream wire;
        private byte[] frame = {DATA};
        private int position = 1;

        Receiving(Frames frames, InputStream wire) {
            this.frames = frames;
            this.wire = wire;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] octets, int offset, int length) throws IOException {
            while (position == frame.length && frame[0] == DATA) {
                frame = frames.open(wire);
                position = 1;
                if (frame[0] != DATA) {
                    requireEnd(wire);
                }
            }
            return switch (frame[0]) {
                case DATA -> copy(octets, offset, length);
                case END -> -1;
                case CORRUPT -> throw new MessageCorruptException(object(), reported());
                default -> throw new MailboxUnavailableException("the mailbox store cannot go on", reported());
            };
        }

        private int copy(byte[] octets, int offset, int length) {
            int count = Math.min(length, frame.length - position);
            System.arraycopy(frame, position, octets, offset, count);
            position += count;
            return count;
        }

        private ObjectId object() {
            ByteBuffer id = ByteBuffer.wrap(frame, 1, 2 * Long.BYTES);
            return new ObjectId(new UUID(id.getLong(), id.getLong()));
        }

        private static IOException reported() {
            return new IOException("reported by the store");
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }
    }
}
