package org.letterlock.dkim.key;

/** The life of a key (DKIM-7). */
public enum KeyState {
    /** Made; its record is not seen in DNS yet. */
    PENDING_DNS,
    /** Signs. */
    ACTIVE,
    /** Signs no more; its record is still needed by mail on its way. */
    RETIRING,
    /** Not needed any more. */
    RETIRED,
    /** Must not be trusted any more, whatever the reason. */
    REVOKED;

    /** Whether the key signs, or will. */
    public boolean isLive() {
        return switch (this) {
            case PENDING_DNS, ACTIVE -> true;
            case RETIRING, RETIRED, REVOKED -> false;
        };
    }

    /** Whether the key may be deleted without anybody missing it. */
    public boolean isDeletable() {
        return switch (this) {
            case PENDING_DNS, RETIRED, REVOKED -> true;
            case ACTIVE, RETIRING -> false;
        };
    }
}
