package org.letterlock.mailstore.delivery;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Directory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers held mail as soon as its account is known: a message can arrive here before the news of the account that it is
 * for. Safe for use by any thread.
 */
public final class HeldMail {
    private static final Logger log = LoggerFactory.getLogger(HeldMail.class);

    private final JdbcDeliveryRepository deliveries;
    private final LocalDelivery delivery;
    private final Directory directory;
    private final Executor executor;
    private final AtomicBoolean due = new AtomicBoolean();

    HeldMail(JdbcDeliveryRepository deliveries, LocalDelivery delivery, Directory directory, Executor executor) {
        this.deliveries = deliveries;
        this.delivery = delivery;
        this.directory = directory;
        this.executor = executor;
    }

    /** Looks soon, on another thread; returns at once. However often it is asked for meanwhile, it looks once. */
    public void releaseSoon() {
        if (due.compareAndSet(false, true)) {
            executor.execute(() -> {
                due.set(false);
                try {
                    release();
                } catch (RuntimeException e) { // the edge of a job
                    log.warn("held mail stays held for now", e);
                }
            });
        }
    }

    /** Delivers what is held for accounts that are known. */
    public void release() {
        Set<AccountId> known = new LinkedHashSet<>();
        for (AccountId account : deliveries.accountsWithHeld()) {
            if (directory.findAccount(account).isPresent()) {
                known.add(account);
            }
        }
        if (!known.isEmpty()) {
            delivery.releaseHeld(known);
        }
    }
}
