package org.letterlock.service.mailbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content as frames, made as they are read. For one thread. */
final class FramingStream extends InputStream {
    private final Frames frames;
    private final InputStream content;
    private byte[] frame = {};
    private int position;
    private boolean atEnd;

    FramingStream(Frames frames, InputStream content) {
        this.frames = frames;
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] octets, int offset, int length) throws IOException {
        if (position == frame.length) {
            if (atEnd) {
                return -1;
            }
            next();
        }
        int count = Math.min(length, frame.length - position);
        System.arraycopy(frame, position, octets, offset, count);
        position += count;
        return count;
    }

    private void next() throws IOException {
        byte[] chunk = content.readNBytes(Frames.MAX_CONTENT);
        var wire = new ByteArrayOutputStream();
        atEnd = chunk.length < Frames.MAX_CONTENT;
        ContentFrames.sendPart(chunk, atEnd, frames, wire);
        frame = wire.toByteArray();
        position = 0;
    }
}
