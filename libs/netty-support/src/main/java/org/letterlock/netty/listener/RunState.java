package org.letterlock.netty.listener;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;

/**
 * Whether a service is to run on this replica (SVC-2, SVC-5). The last command outlives the process: what was stopped stays
 * stopped until it is started, so the restart of a replica opens no port that an administrator has closed. A service that
 * is started by hand needs a command that came while this process ran. For one thread at a time.
 */
final class RunState {
    private boolean policyKnown;
    private @Nullable RunCommand old; // what had been ordered before this process knew of the service
    private @Nullable RunCommand obeyed;

    /** What a listener has to do. */
    record Wanted(boolean running, boolean restart) {}

    /** Takes the policy in; null where there is none. */
    Wanted follow(@Nullable ServicePolicy policy) {
        if (policy == null) {
            return new Wanted(false, false);
        }
        RunCommand command = policy.lastCommand();
        if (!policyKnown) {
            policyKnown = true;
            old = command;
            obeyed = command;
        }
        boolean isNew = command != null && !command.equals(obeyed);
        obeyed = command;
        return new Wanted(
                policy.enabled() && isOrdered(policy.manualStart(), command),
                isNew && command != null && command.action() == RunCommand.Action.RESTART);
    }

    private boolean isOrdered(boolean manualStart, @Nullable RunCommand command) {
        if (command == null) {
            return !manualStart;
        }
        return switch (command.action()) {
            case STOP -> false;
            case START, RESTART -> !manualStart || !command.equals(old);
        };
    }
}
