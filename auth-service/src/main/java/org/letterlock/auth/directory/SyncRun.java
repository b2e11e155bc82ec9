package org.letterlock.auth.directory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainId;

/**
 * A run of the sync of a domain.
 *
 * @param actor login of who has asked for it; null where nobody did
 * @param endedAt null while it runs
 * @param reason why it has failed or stopped; null where it did neither
 * @param toDisable how many accounts it would have disabled, when it has stopped
 * @param wouldDisable logins of the first 100 of those
 * @param problems the first 100 entries that were passed over
 */
record SyncRun(
        UUID id,
        DomainId domain,
        Cause cause,
        State state,
        @Nullable String actor,
        Instant startedAt,
        @Nullable Instant endedAt,
        Counts counts,
        @Nullable String reason,
        int toDisable,
        List<String> wouldDisable,
        List<SyncProblem> problems) {

    /** Why there is a run. */
    enum Cause {
        /** It was time. */
        SCHEDULED,
        /** Somebody wanted one. */
        ON_DEMAND,
        /** Somebody has confirmed one that had stopped. */
        CONFIRMED
    }

    /** How far it is. */
    enum State {
        RUNNING,
        DONE,
        /** It would have disabled more than 10 % of the accounts, and has changed nothing (DIR-6). */
        STOPPED,
        FAILED
    }

    /**
     * What it has found and done.
     *
     * @param found entries
     * @param skipped entries that were passed over
     */
    record Counts(int found, int created, int updated, int enabled, int disabled, int skipped) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0);
    }

    SyncRun {
        wouldDisable = List.copyOf(wouldDisable);
        problems = List.copyOf(problems);
    }
}
