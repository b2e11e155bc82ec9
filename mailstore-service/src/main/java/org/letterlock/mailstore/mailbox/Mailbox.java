package org.letterlock.mailstore.mailbox;

import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.FolderId;

/** A mailbox that can be used. */
public record Mailbox(MailboxId id, AccountId owner, MailboxSealing sealing) {
    /** Its INBOX, which is never deleted nor replaced and has the id of its mailbox: a delivery need not look it up. */
    public FolderId inbox() {
        return new FolderId(id.value());
    }
}
