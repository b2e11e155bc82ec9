package org.letterlock.standalone.suite;

import org.letterlock.embedded.EmbeddedPostgres;
import org.letterlock.embedded.ServerStartException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts PostgreSQL again when it has ended unasked: killed for want of memory, or by an operator's mistake. */
public final class PostgresKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresKeeper.class);
    private static final long PAUSE_MILLISECONDS = 2000;

    private final EmbeddedPostgres postgres;
    private final Thread thread;
    private volatile boolean closing; // set once, by close

    /** Watches from now on; closing ends the server. */
    public PostgresKeeper(EmbeddedPostgres postgres) {
        this.postgres = postgres;
        this.thread = Thread.ofVirtual().name("postgres-keeper").start(this::keep);
    }

    private void keep() {
        while (!closing) {
            postgres.ended().join();
            if (closing) {
                return;
            }
            try {
                Thread.sleep(PAUSE_MILLISECONDS); // a server that cannot start must not be started a thousand times
                if (!closing) {
                    postgres.restart();
                }
            } catch (InterruptedException _) {
                return;
            } catch (ServerStartException e) {
                LOG.error("PostgreSQL has ended and does not start again, next attempt follows: {}", e.getMessage());
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        postgres.close();
    }
}
