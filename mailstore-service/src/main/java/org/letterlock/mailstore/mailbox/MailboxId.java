package org.letterlock.mailstore.mailbox;

import java.util.UUID;

/** Names a mailbox: all folders of one owner. */
public record MailboxId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
