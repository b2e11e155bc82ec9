package org.letterlock.service.sealing;

import java.nio.ByteBuffer;
import java.util.UUID;

/** UUIDs as 16 octets (RFC 9562 section 4). */
final class Uuids {
    private Uuids() {}

    static byte[] toBytes(UUID id) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
