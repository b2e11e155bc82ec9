package org.letterlock.contracts.directory;

import java.util.UUID;

/** Names a mail domain; stays when the domain is renamed. */
public record DomainId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static DomainId parse(String text) {
        return new DomainId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
