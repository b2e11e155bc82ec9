package org.letterlock.contracts.mailbox;

import org.letterlock.contracts.directory.AccountId;
import org.letterlock.imap.mailbox.ModSeq;

/**
 * A folder has changed; whoever shows it asks for what is new since the MODSEQ that it knows.
 *
 * @param highestModSeq zero where much has changed at once, perhaps the folder is gone
 */
public record MailboxChanged(AccountId owner, FolderId folder, ModSeq highestModSeq) {}
