package org.letterlock.contracts.directory;

import java.util.UUID;

/** Names a group or an alias. */
public record AddressId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static AddressId parse(String text) {
        return new AddressId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
