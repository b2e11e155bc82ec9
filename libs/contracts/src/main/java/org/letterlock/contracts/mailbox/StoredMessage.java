package org.letterlock.contracts.mailbox;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.letterlock.mailsyntax.mime.MimeStructure;

/**
 * A message of a folder without its octets.
 *
 * @param size octets of the whole message, as {@link MailboxStore#read} gives them
 * @param structure null unless it was asked for, and where it does not open (KEY-7); offsets in it are those of
 *     {@link MailboxStore#read}
 */
public record StoredMessage(
        MessageState state,
        Instant internalDate,
        long size,
        @Nullable MimeStructure structure) {}
