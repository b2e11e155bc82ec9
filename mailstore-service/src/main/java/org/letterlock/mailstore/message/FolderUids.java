package org.letterlock.mailstore.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;
import org.letterlock.mailstore.mailbox.FolderRow;

/**
 * The UIDs of folders, so that SELECT costs what has changed and not what is there. What is remembered is brought up to date
 * from the database at each use, so that it does not matter who changed the folder. Safe for use by any thread.
 */
public final class FolderUids {
    private static final long MAX_RANGES = 500_000;

    private final JdbcMessageQueries queries;
    private final Cache<FolderId, Known> known = Caffeine.newBuilder()
            .maximumWeight(MAX_RANGES)
            .weigher((FolderId _, Known entry) -> 1 + entry.uids().ranges().size())
            .build();

    public FolderUids(JdbcMessageQueries queries) {
        this.queries = queries;
    }

    /** The UIDs of a folder as it is in the current transaction, whose reads all see one moment. */
    public UidSet uids(FolderRow folder) {
        Known entry = known.getIfPresent(folder.id());
        UidSet uids = entry != null && entry.mayGrowTo(folder) ? update(folder, entry) : queries.uids(folder.id());
        known.put(folder.id(), new Known(folder.uidValidity(), folder.highestModSeq(), uids));
        return uids;
    }

    private UidSet update(FolderRow folder, Known entry) {
        if (entry.modSeq().equals(folder.highestModSeq())) {
            return entry.uids();
        }
        long since = entry.modSeq().value();
        UidSet grown = entry.uids().union(queries.uidsChangedSince(folder.id(), since));
        return UidSets.minus(grown, queries.expungedSince(folder.id(), since));
    }

    private record Known(UidValidity validity, ModSeq modSeq, UidSet uids) {
        boolean mayGrowTo(FolderRow folder) {
            return validity.equals(folder.uidValidity())
                    && modSeq.compareTo(folder.highestModSeq()) <= 0
                    && modSeq.compareTo(folder.expungedSince()) >= 0;
        }
    }
}
