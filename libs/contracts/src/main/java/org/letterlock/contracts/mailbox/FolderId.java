package org.letterlock.contracts.mailbox;

import java.util.UUID;

/** Names a folder; stays when the folder is renamed. */
public record FolderId(UUID value) {
    /** Reads the usual text form; throws {@link IllegalArgumentException} for any other. */
    public static FolderId parse(String text) {
        return new FolderId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
