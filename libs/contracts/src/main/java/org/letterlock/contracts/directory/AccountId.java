package org.letterlock.contracts.directory;

import java.util.UUID;

/** Names an account and its mailbox; never used again. */
public record AccountId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static AccountId parse(String text) {
        return new AccountId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
