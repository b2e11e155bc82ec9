package org.letterlock.contracts.mail;

import java.util.UUID;

/** Names one sealed content; part of what its encryption authenticates, so that contents cannot be swapped. */
public record ObjectId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static ObjectId parse(String text) {
        return new ObjectId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
