package org.letterlock.contracts;

import java.time.Instant;
import java.util.UUID;

/** UUID version 7 (RFC 9562 section 5.7): ids that sort by the time they were made. */
public final class TimeOrderedUuid {
    private TimeOrderedUuid() {}

    /**
     * The id for a moment.
     *
     * @param random 74 of these 128 random bits are used
     */
    public static UUID of(Instant moment, UUID random) {
        long high = (moment.toEpochMilli() << 16) | 0x7000L | (random.getMostSignificantBits() & 0x0FFFL);
        long low = 0x8000_0000_0000_0000L | (random.getLeastSignificantBits() & 0x3FFF_FFFF_FFFF_FFFFL);
        return new UUID(high, low);
    }
}
