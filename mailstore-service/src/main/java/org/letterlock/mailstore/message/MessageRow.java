package org.letterlock.mailstore.message;

import java.time.Instant;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.mailstore.mailbox.KeywordNumbers;

/**
 * A message as it is stored, still sealed.
 *
 * @param flags bits of {@link SystemFlags}
 * @param keywords numbers of the mailbox's keywords, ascending
 * @param size octets of the whole message as IMAP shows it
 * @param sealedKey the object key under the mailbox key
 * @param sealedTrace the fields added at final delivery, under the mailbox key
 */
public record MessageRow(
        long uid,
        int flags,
        KeywordNumbers keywords,
        long modSeq,
        Instant internalDate,
        long size,
        ObjectId object,
        Octets sealedKey,
        Octets sealedTrace) {
    /** Whether nobody has read it. */
    public boolean isUnseen() {
        return (flags & SystemFlags.SEEN) == 0;
    }

    /** Whether it is marked for removal. */
    public boolean isDeleted() {
        return (flags & SystemFlags.DELETED) != 0;
    }

    /** The same message in its place. */
    public MessageRow at(long newUid, long newModSeq) {
        return new MessageRow(newUid, flags, keywords, newModSeq, internalDate, size, object, sealedKey, sealedTrace);
    }
}
