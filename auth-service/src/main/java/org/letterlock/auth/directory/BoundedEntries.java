package org.letterlock.auth.directory;

import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchResultListener;
import com.unboundid.ldap.sdk.SearchResultReference;
import java.io.Serial;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/**
 * Takes the entries of a search as they come, and no more than a number of them before a moment, whatever the directory was
 * asked for. Referrals are left alone. For one thread.
 */
final class BoundedEntries implements SearchResultListener {
    /** The directory sends more than anybody wants to have. */
    static final class TooManyException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        TooManyException() {
            super("too many entries");
        }
    }

    /** The directory takes longer than anybody wants to wait. */
    static final class TooLateException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        TooLateException() {
            super("too slow");
        }
    }

    @Serial
    private static final long serialVersionUID = 1;

    private final int most;
    private final Instant end;
    private final transient InstantSource clock;
    private final transient Consumer<SearchResultEntry> taker;
    private int taken; // confined to the thread that searches

    BoundedEntries(int most, Instant end, InstantSource clock, Consumer<SearchResultEntry> taker) {
        this.most = most;
        this.end = end;
        this.clock = clock;
        this.taker = taker;
    }

    @Override
    public void searchEntryReturned(SearchResultEntry entry) {
        taken++;
        if (taken > most) {
            throw new TooManyException();
        }
        requireInTime();
        taker.accept(entry);
    }

    @Override
    public void searchReferenceReturned(SearchResultReference reference) {
        requireInTime();
    }

    /** Throws once the moment has passed. */
    void requireInTime() {
        if (clock.instant().isAfter(end)) {
            throw new TooLateException();
        }
    }

    int taken() {
        return taken;
    }
}
