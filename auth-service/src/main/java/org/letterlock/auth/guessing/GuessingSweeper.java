package org.letterlock.auth.guessing;

import java.time.InstantSource;

/** Ends blocks when their time is over, and removes old rows. */
final class GuessingSweeper {
    private final AddressBlocks blocks;
    private final JdbcFailures failures;
    private final JdbcLocks locks;
    private final InstantSource clock;

    GuessingSweeper(AddressBlocks blocks, JdbcFailures failures, JdbcLocks locks, InstantSource clock) {
        this.blocks = blocks;
        this.failures = failures;
        this.locks = locks;
        this.clock = clock;
    }

    void endExpired() {
        boolean more;
        do {
            more = blocks.endExpired();
        } while (more && !Thread.currentThread().isInterrupted());
    }

    void removeOld() {
        failures.removeOld(clock.instant());
        locks.removeOld(clock.instant());
        blocks.removeOld();
    }
}
