package org.letterlock.auth.directory;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A run of a sync as the API shows it. */
record SyncRunView(
        UUID id,
        String cause,
        String state,
        @Nullable String actor,
        Instant startedAt,
        @Nullable Instant endedAt,
        int found,
        int created,
        int updated,
        int enabled,
        int disabled,
        int skipped,
        @Nullable String reason,
        int toDisable,
        List<String> wouldDisable,
        List<SyncProblem> problems) {
    static SyncRunView of(SyncRun run) {
        SyncRun.Counts counts = run.counts();
        return new SyncRunView(
                run.id(),
                run.cause().name(),
                run.state().name(),
                run.actor(),
                run.startedAt(),
                run.endedAt(),
                counts.found(),
                counts.created(),
                counts.updated(),
                counts.enabled(),
                counts.disabled(),
                counts.skipped(),
                run.reason(),
                run.toDisable(),
                run.wouldDisable(),
                run.problems());
    }
}
