package org.letterlock.contracts.mailbox;

import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidValidity;

/**
 * What STATUS tells of a folder (RFC 9051 section 6.3.11).
 *
 * @param messages how many there are
 * @param unseen how many lack the Seen flag
 * @param deleted how many have the Deleted flag
 * @param size octets of all messages
 */
public record FolderStatus(
        UidValidity uidValidity,
        Uid uidNext,
        ModSeq highestModSeq,
        long messages,
        long unseen,
        long deleted,
        long size) {}
