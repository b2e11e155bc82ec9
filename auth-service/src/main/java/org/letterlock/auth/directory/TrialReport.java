package org.letterlock.auth.directory;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of trying a directory out (DIR-1).
 *
 * @param usable whether at least one host went through all steps
 */
record TrialReport(boolean usable, List<HostReport> hosts) {
    TrialReport {
        hosts = List.copyOf(hosts);
    }

    /** What is tried, in this order. */
    enum Step {
        RESOLVE,
        CONNECT,
        TLS,
        BIND,
        BASE,
        FILTER,
        ATTRIBUTES
    }

    /** What came of a step. */
    enum Outcome {
        OK,
        FAILED,
        SKIPPED
    }

    /** @param detail for people */
    record StepReport(Step step, Outcome outcome, String detail) {}

    /**
     * An entry that the filter finds.
     *
     * @param login what would be its local-part; null with a problem
     * @param problem why it can become no account; null where it can
     */
    record Sample(
            String entry,
            @Nullable String login,
            @Nullable String displayName,
            @Nullable String problem) {}

    /** What came of one host. */
    record HostReport(String host, int port, boolean usable, List<StepReport> steps, List<Sample> samples) {
        HostReport {
            steps = List.copyOf(steps);
            samples = List.copyOf(samples);
        }
    }
}
