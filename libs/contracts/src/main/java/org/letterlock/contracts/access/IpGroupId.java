package org.letterlock.contracts.access;

import java.util.UUID;

/** Names an IP group; references are by id, so renaming breaks nothing. */
public record IpGroupId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static IpGroupId parse(String text) {
        return new IpGroupId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
