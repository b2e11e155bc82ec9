package org.letterlock.service.content;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes contents that nobody needs any more. */
final class ContentSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSweeper.class);
    private static final int BATCH = 100;

    private final JdbcContentStore store;

    ContentSweeper(JdbcContentStore store) {
        this.store = store;
    }

    /** Removes all there are, in small transactions. */
    void sweep() {
        int removed = 0;
        int count;
        do {
            count = store.sweep(BATCH);
            removed += count;
        } while (count == BATCH && !Thread.currentThread().isInterrupted());
        if (removed > 0) {
            LOG.info("{} contents removed that nobody needs any more", removed);
        }
    }
}
