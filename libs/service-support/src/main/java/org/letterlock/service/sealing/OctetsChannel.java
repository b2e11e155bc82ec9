package org.letterlock.service.sealing;

import java.nio.ByteBuffer;

/** Ciphertext that is in memory. */
final class OctetsChannel extends ReadOnlyChannel {
    private final byte[] octets;

    OctetsChannel(byte[] octets) {
        super(octets.length);
        this.octets = octets;
    }

    @Override
    int readAt(long offset, ByteBuffer target) {
        int count = (int) Math.min(target.remaining(), octets.length - offset);
        target.put(octets, (int) offset, count);
        return count;
    }
}
