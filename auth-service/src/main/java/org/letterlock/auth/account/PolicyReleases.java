package org.letterlock.auth.account;

import java.time.InstantSource;
import org.letterlock.auth.access.PolicyAssignments;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.PolicyReleaseReply;
import org.letterlock.contracts.access.PolicyReleaseReply.InUse;
import org.letterlock.contracts.access.PolicyReleaseReply.Released;
import org.letterlock.contracts.access.PolicyReleaseRequest;
import org.springframework.transaction.support.TransactionOperations;

/** Takes access policies that are to be deleted from their accounts (ACP-7). May block; safe for use by any thread. */
final class PolicyReleases {
    private final JdbcAccounts accounts;
    private final PolicyAssignments policies;
    private final FrontEnds frontEnds;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    PolicyReleases(
            JdbcAccounts accounts,
            PolicyAssignments policies,
            FrontEnds frontEnds,
            TransactionOperations transactions,
            InstantSource clock) {
        this.accounts = accounts;
        this.policies = policies;
        this.frontEnds = frontEnds;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Asked twice, it answers as if the first time had not been: nothing is left to be taken from anybody. */
    PolicyReleaseReply release(PolicyReleaseRequest request) {
        return transactions.execute(status -> {
            policies.retire(request.policy());
            int holders = accounts.countWith(request.policy());
            AccessPolicyId named = request.reassignTo();
            if (holders > 0 && named == null) {
                status.setRollbackOnly();
                return new InUse(holders);
            }
            if (request.dryRun()) {
                status.setRollbackOnly();
                return new Released(holders);
            }
            AccessPolicyId other = named == null || named.equals(AccessPolicy.DEFAULT.id()) ? null : named;
            policies.hold(other);
            accounts.reassign(request.policy(), other, clock.instant()).forEach(frontEnds::tell);
            return new Released(holders);
        });
    }
}
