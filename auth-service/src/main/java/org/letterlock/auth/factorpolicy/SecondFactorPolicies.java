package org.letterlock.auth.factorpolicy;

import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.auth.factorpolicy.JdbcSecondFactorPolicies.Stored;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.springframework.transaction.support.TransactionOperations;

/** The policies of the domains. What is changed holds for the next request and the next login, on every replica. */
public final class SecondFactorPolicies {
    private final JdbcSecondFactorPolicies policies;
    private final DomainGuard lockOuts;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    SecondFactorPolicies(
            JdbcSecondFactorPolicies policies,
            DomainGuard lockOuts,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.policies = policies;
        this.lockOuts = lockOuts;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** The policy that holds for an account. */
    public SecondFactorPolicy of(AccountId account) {
        return policies.of(account);
    }

    /** The policy of a domain; {@code 404} if there is no such domain. */
    Stored require(DomainId domain) {
        return policies.find(domain).orElseThrow(ProblemException::notFound);
    }

    /**
     * Sets the policy of a domain. Whoever has to have a second factor reads mail with app passwords only (APP-2); forcing it
     * on accounts that have none is refused until the caller accepts that (VAL-2).
     *
     * @param edit makes the new document of the one that is stored
     */
    Stored change(
            Principal principal,
            DomainId domain,
            @Nullable String ifMatch,
            UnaryOperator<SecondFactorPolicyDocument> edit) {
        Stored read = require(domain);
        Etags.requireMatch(ifMatch, read.version());
        SecondFactorPolicyDocument before = SecondFactorPolicyDocument.of(read.policy());
        SecondFactorPolicyDocument wanted = edit.apply(before);
        SecondFactorPolicy policy = wanted.checked();
        Supplier<Stored> work = () -> {
            Stored current = policies.lock(domain).orElseThrow(ProblemException::notFound);
            Etags.requireMatch(Etags.of(read.version()), current.version());
            Stored changed = new Stored(policy, current.version() + 1);
            policies.save(domain, changed, clock.instant());
            outbox.audit("config.changed", "/domains/" + domain + "/second-factor", before, wanted);
            return changed;
        };
        return policy.forcesMoreThan(read.policy())
                ? lockOuts.guardDomain(principal, domain, wanted.toString(), work)
                : transactions.execute(_ -> work.get());
    }
}
