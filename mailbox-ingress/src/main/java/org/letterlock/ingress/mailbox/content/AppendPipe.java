package org.letterlock.ingress.mailbox.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The message of an APPEND on its way from the connection to the store. The connection's event loop fills it and never waits;
 * the thread that stores reads it and waits. When much is waiting, {@link #offer} says so, and {@code onDrained} is run once
 * there is room again. The last octet is given out only when the command has ended well, so that no reader can
 * mistake a broken command for a whole message.
 */
public final class AppendPipe extends InputStream {
    private static final int HIGH = 256 * 1024;
    private static final int LOW = 64 * 1024;

    private final boolean mayHoldNul;
    private final long size;
    private final Runnable onDrained;
    // All of this is guarded by this.
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private int offset; // octets read of the first piece that waits
    private int octets; // of all pieces that wait
    private long delivered;
    private boolean full; // whether onDrained is due
    private boolean complete;
    private boolean closed; // whether the reader wants no more
    private @Nullable Fault fault; // null while there is none

    /** Why a message cannot be stored. */
    public enum Fault {
        /** A NUL, which only a literal8 may hold (RFC 9051 section 4.3). */
        NUL,
        /** A NUL in a literal8, which this store would have to encode (RFC 3516 section 4.4). */
        BINARY,
        /** The command did not end behind the message. */
        MALFORMED,
        /** The client is gone. */
        BROKEN_OFF
    }

    /**
     * A pipe with nothing in it.
     *
     * @param size octets of the message
     * @param binary whether the message came as literal8
     * @param onDrained is run on the reader's thread
     */
    public AppendPipe(long size, boolean binary, Runnable onDrained) {
        this.size = size;
        this.mayHoldNul = binary;
        this.onDrained = onDrained;
    }

    /** Adds octets, which are copied; whether there is room for more. */
    public synchronized boolean offer(ByteBuffer more) {
        if (closed || fault != null) {
            return true; // dropped
        }
        byte[] piece = new byte[more.remaining()];
        more.get(piece);
        if (holdsNul(piece)) {
            fail(mayHoldNul ? Fault.BINARY : Fault.NUL);
            return true;
        }
        waiting.add(piece);
        octets += piece.length;
        full = octets >= HIGH;
        notifyAll();
        return !full;
    }

    private static boolean holdsNul(byte[] octets) {
        for (byte octet : octets) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
    }

    /** Everything has come. */
    public synchronized void complete() {
        complete = true;
        notifyAll();
    }

    /** The reader will fail. */
    public synchronized void fail(Fault why) {
        if (fault == null) {
            fault = why;
            notifyAll();
        }
    }

    /** Why the reader failed or will fail; null for no fault. */
    public synchronized @Nullable Fault fault() {
        return fault;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, target.length);
        if (length == 0) {
            return 0;
        }
        int read;
        boolean drained;
        synchronized (this) {
            await();
            byte[] piece = waiting.peek();
            if (piece == null) {
                return -1;
            }
            read = Math.min(Math.min(length, piece.length - offset), available());
            System.arraycopy(piece, offset, target, from, read);
            take(piece, read);
            drained = full && octets <= LOW;
            if (drained) {
                full = false;
            }
        }
        if (drained) {
            onDrained.run();
        }
        return read;
    }

    private void take(byte[] piece, int read) {
        offset += read;
        octets -= read;
        delivered += read;
        if (offset == piece.length) {
            waiting.remove();
            offset = 0;
        }
    }

    /** How much can be read without waiting. */
    @Override
    public synchronized int available() {
        return complete ? octets : (int) Math.min(octets, Math.max(0, size - 1 - delivered));
    }

    // Until there is something to read, or nothing will come.
    private void await() throws IOException {
        try {
            while (available() == 0 && !complete && fault == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while a message came in", e);
        }
        if (fault != null) {
            throw new IOException("no whole message: " + fault);
        }
    }

    /** The reader wants no more; what still comes is dropped. */
    @Override
    public void close() {
        boolean wasFull;
        synchronized (this) {
            closed = true;
            waiting.clear();
            octets = 0;
            wasFull = full;
            full = false;
        }
        if (wasFull) {
            onDrained.run();
        }
    }
}
