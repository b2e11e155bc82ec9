package org.letterlock.standalone.suite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps on a few threads, each as soon as those are done that it names. Starting is bound by the processor, and two
 * cores is what a small machine has; the third thread is for the broker, which after a kill waits more than it works. The
 * first failure ends the plan: no further step begins.
 */
final class StartPlan {
    private static final Logger LOG = LoggerFactory.getLogger(StartPlan.class);
    private static final int THREADS = 3;

    /** One thing to start. */
    record Step(String name, Set<String> after, Runnable action) {
        Step {
            after = Set.copyOf(after);
        }
    }

    /** A step has failed; the cause is what it threw. */
    static final class StartException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StartException(Throwable cause) {
            super(cause);
        }
    }

    private final List<Step> waiting; // guarded by this, as are the others
    private final Set<String> done = new HashSet<>();
    private @Nullable Throwable failure;

    private StartPlan(List<Step> steps) {
        waiting = new ArrayList<>(steps);
        var known = new HashSet<String>();
        for (Step step : steps) {
            if (!known.containsAll(step.after) || !known.add(step.name)) {
                throw new IllegalArgumentException(step.name + " stands before what it waits for, or twice");
            }
        }
    }

    /** Runs all steps and returns when the last is done; throws what the first failing step threw, wrapped. */
    static void run(List<Step> steps) {
        var plan = new StartPlan(steps);
        var helpers = new ArrayList<Thread>();
        for (int i = 1; i < THREADS; i++) {
            helpers.add(Thread.ofPlatform().name("start-" + i).start(plan::work));
        }
        plan.work();
        for (Thread helper : helpers) {
            try {
                helper.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while starting", e);
            }
        }
        plan.throwFailure();
    }

    private synchronized void throwFailure() {
        if (failure != null) {
            throw new StartException(failure);
        }
    }

    private void work() {
        for (var next = take(); next.isPresent(); next = take()) {
            var step = next.get();
            long begin = System.nanoTime();
            try {
                step.action.run();
                LOG.info("{} started in {} ms", step.name, (System.nanoTime() - begin) / 1_000_000);
                finish(step, null);
            } catch (RuntimeException | Error e) { // whatever it is, the other thread must not wait for this step
                finish(step, e);
            }
        }
    }

    private synchronized void finish(Step step, @Nullable Throwable thrown) {
        done.add(step.name);
        if (thrown != null) {
            if (failure == null) {
                failure = thrown;
            } else {
                failure.addSuppressed(thrown);
            }
        }
        notifyAll();
    }

    /** The next step that may begin; waits for one; absent when there is none any more. */
    private synchronized Optional<Step> take() {
        while (failure == null && !waiting.isEmpty()) {
            for (Step step : waiting) {
                if (done.containsAll(step.after)) {
                    waiting.remove(step);
                    return Optional.of(step);
                }
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                failure = new IllegalStateException("interrupted while starting", e);
            }
        }
        return Optional.empty();
    }
}
