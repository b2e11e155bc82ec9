package org.letterlock.contracts.mailbox;

import org.jspecify.annotations.Nullable;
import org.letterlock.imap.mailbox.UidValidity;

/**
 * A folder of a mailbox.
 *
 * @param name full name, levels parted by {@code /}, in NFC; {@code INBOX} in capitals
 * @param specialUse what it is for (RFC 6154); null for an ordinary folder
 * @param selectable false for a name that only has children (RFC 9051 section 7.3.1, Noselect)
 */
public record Folder(
        FolderId id,
        String name,
        @Nullable SpecialUse specialUse,
        boolean subscribed,
        boolean selectable,
        UidValidity uidValidity) {
    /** RFC 6154 section 2. */
    public enum SpecialUse {
        ARCHIVE,
        DRAFTS,
        JUNK,
        SENT,
        TRASH
    }
}
