package org.letterlock.mailstore.message;

import java.util.Collection;

/** By how much the counts of a folder change. */
public record FolderDelta(long messages, long unseen, long deleted, long size) {
    public static final FolderDelta NONE = new FolderDelta(0, 0, 0, 0);

    /** What these messages add to a folder. */
    public static FolderDelta of(Collection<MessageRow> added) {
        FolderDelta delta = NONE;
        for (MessageRow row : added) {
            delta = delta.plus(of(row.flags(), row.size()));
        }
        return delta;
    }

    /** What one message with these flags adds. */
    public static FolderDelta of(int flags, long size) {
        return new FolderDelta(
                1, (flags & SystemFlags.SEEN) == 0 ? 1 : 0, (flags & SystemFlags.DELETED) != 0 ? 1 : 0, size);
    }

    /** What a change of flags of one message does. */
    public static FolderDelta ofFlags(int before, int after) {
        FolderDelta was = of(before, 0);
        FolderDelta is = of(after, 0);
        return new FolderDelta(0, is.unseen - was.unseen, is.deleted - was.deleted, 0);
    }

    /** Both together. */
    public FolderDelta plus(FolderDelta other) {
        return new FolderDelta(
                messages + other.messages, unseen + other.unseen, deleted + other.deleted, size + other.size);
    }

    /** The other way round. */
    public FolderDelta negated() {
        return new FolderDelta(-messages, -unseen, -deleted, -size);
    }
}
