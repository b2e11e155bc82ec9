package org.letterlock.auth.access;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.service.kafka.ReplicatedView;
import org.letterlock.service.web.ProblemException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which access policies accounts may get. A policy that is to be deleted is retired in the transaction that takes it from
 * its accounts, so that none can get it while it goes. Safe for use by any thread.
 */
public final class PolicyAssignments {
    /** A policy that was made just now may take that long to arrive (CFG-1). */
    private static final Duration ARRIVAL = Duration.ofSeconds(1);

    private final ReplicatedView<AccessPolicy> known;
    private final JdbcClient jdbc;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    PolicyAssignments(ReplicatedView<AccessPolicy> known, JdbcClient jdbc) {
        this.known = known;
        this.jdbc = jdbc;
        known.onChange(_ -> {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /**
     * Makes sure that there is such a policy; waits a moment for one that was made just now.
     *
     * @param policy null for the default one
     */
    public void requireKnown(@Nullable AccessPolicyId policy) {
        if (policy != null && !arrives(policy)) {
            throw unknown();
        }
    }

    /** Keeps the policy from being retired until the current transaction ends; refuses one that has been. */
    public void hold(@Nullable AccessPolicyId policy) {
        if (policy == null) {
            return;
        }
        jdbc.sql("INSERT INTO access_policies (id, retired) VALUES (?, FALSE) ON CONFLICT DO NOTHING")
                .param(policy.value())
                .update();
        boolean retired = jdbc.sql("SELECT retired FROM access_policies WHERE id = ? FOR SHARE")
                .param(policy.value())
                .query(Boolean.class)
                .single();
        if (retired) {
            throw unknown();
        }
    }

    /** Has no account get the policy any more, once the current transaction commits. */
    public void retire(AccessPolicyId policy) {
        jdbc.sql("INSERT INTO access_policies (id, retired) VALUES (?, TRUE)"
                        + " ON CONFLICT (id) DO UPDATE SET retired = TRUE")
                .param(policy.value())
                .update();
    }

    private boolean arrives(AccessPolicyId policy) {
        long left = ARRIVAL.toNanos();
        lock.lock();
        try {
            while (known.find(policy.toString()).isEmpty()) {
                if (left <= 0) {
                    return false;
                }
                left = changed.awaitNanos(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private static ProblemException unknown() {
        return ProblemException.validation("/accessPolicy", "unknown-access-policy", "There is no such access policy.");
    }
}
