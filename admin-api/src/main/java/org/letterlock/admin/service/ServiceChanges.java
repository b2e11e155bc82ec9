package org.letterlock.admin.service;

import java.time.Instant;
import org.letterlock.admin.lockout.LockOutGuard;
import org.letterlock.admin.service.ServicePolicyStore.Versioned;
import org.letterlock.contracts.access.ServicePolicy;
import org.letterlock.contracts.access.ServicePolicy.RunCommand;
import org.letterlock.contracts.lockout.RuleChange;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;

/** Stores new policies of services; what changes who gets in is judged first (VAL-1). Within the current transaction. */
final class ServiceChanges {
    private final ServicePolicyStore store;
    private final LockOutGuard lockOuts;

    ServiceChanges(ServicePolicyStore store, LockOutGuard lockOuts) {
        this.store = store;
        this.lockOuts = lockOuts;
    }

    /**
     * Puts a policy in the place of the current one.
     *
     * @throws ProblemException where it would lock somebody out, or the current one is not the current one any more
     */
    Versioned store(Principal caller, Versioned current, ServicePolicy policy) {
        if (!waysIn(policy).equals(waysIn(current.policy()))) {
            lockOuts.require(caller, RuleChange.of(waysIn(policy)));
        }
        return store.replace(policy, current.version()).orElseThrow(ProblemException::changedMeanwhile);
    }

    /** What of a policy says who gets in. Whether it is stopped counts; when that was ordered does not. */
    private static ServicePolicy waysIn(ServicePolicy policy) {
        RunCommand last = policy.lastCommand();
        boolean isStopped = last != null && last.action() == RunCommand.Action.STOP;
        return new ServicePolicy(
                policy.id(),
                policy.enabled(),
                false,
                isStopped ? new RunCommand(RunCommand.Action.STOP, Instant.EPOCH) : null,
                policy.bindings(),
                policy.allowedGroup(),
                0,
                0,
                null,
                null,
                false,
                policy.thisMachineOnly());
    }
}
