package org.letterlock.service.sealing;

import java.nio.ByteBuffer;

/**
 * What every sealed value starts with (KEY-6): two octets of magic, the format version, the kind of key, and the version of
 * the key, eight octets in all.
 *
 * @param keyKind code of a {@link ClassKey}, {@link #MAILBOX_KEY} or {@link #OBJECT_KEY}
 */
record KeyHeader(int keyKind, int keyVersion) {
    static final int LENGTH = 8;
    static final int MAILBOX_KEY = 0x40;
    static final int OBJECT_KEY = 0x41;
    static final int FORMAT_VERSION = 1;
    private static final short MAGIC = 0x4C53; // "LS"

    byte[] toBytes() {
        return ByteBuffer.allocate(LENGTH)
                .putShort(MAGIC)
                .put((byte) FORMAT_VERSION)
                .put((byte) keyKind)
                .putInt(keyVersion)
                .array();
    }

    static KeyHeader read(byte[] sealed) {
        if (sealed.length < LENGTH) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: too short", null);
        }
        ByteBuffer header = ByteBuffer.wrap(sealed, 0, LENGTH);
        if (header.getShort() != MAGIC) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: not a sealed value", null);
        }
        int format = header.get();
        if (format != FORMAT_VERSION) {
            throw new SealedObjectCorruptException("sealed-object-corrupt: unknown format " + format, null);
        }
        return new KeyHeader(header.get(), header.getInt());
    }
}
