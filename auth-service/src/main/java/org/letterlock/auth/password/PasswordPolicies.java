package org.letterlock.auth.password;

import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Etags;
import org.letterlock.service.web.ProblemException;
import org.springframework.transaction.support.TransactionOperations;

/** The policies of the domains. What is changed holds for the next password that somebody sets, on every replica. */
public final class PasswordPolicies {
    private final JdbcPasswordPolicies policies;
    private final CommonPasswords common;
    private final PasswordGenerator generator;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final InstantSource clock;

    PasswordPolicies(
            JdbcPasswordPolicies policies,
            CommonPasswords common,
            PasswordGenerator generator,
            Outbox outbox,
            TransactionOperations transactions,
            InstantSource clock) {
        this.policies = policies;
        this.common = common;
        this.generator = generator;
        this.outbox = outbox;
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * The policy that holds for the accounts of a domain.
     *
     * @param domain null for the built-in administrator, who has none
     */
    public PasswordPolicy of(@Nullable DomainId domain) {
        return domain == null ? PasswordPolicy.DEFAULT : require(domain).policy();
    }

    /** The policy of a domain; {@code 404} if there is no such domain. */
    StoredPasswordPolicy require(DomainId domain) {
        return policies.find(domain).orElseThrow(ProblemException::notFound);
    }

    /** @param edit makes the new document of the one that is stored */
    StoredPasswordPolicy change(DomainId domain, @Nullable String ifMatch, UnaryOperator<PasswordPolicyDocument> edit) {
        return transactions.execute(_ -> {
            StoredPasswordPolicy current = policies.lock(domain).orElseThrow(ProblemException::notFound);
            Etags.requireMatch(ifMatch, current.version());
            PasswordPolicy wanted =
                    edit.apply(PasswordPolicyDocument.of(current.policy())).checked();
            StoredPasswordPolicy changed =
                    current.changed(wanted, clock.instant().truncatedTo(ChronoUnit.MICROS));
            policies.save(domain, changed);
            outbox.audit(
                    "config.changed",
                    "/domains/" + domain + "/password-policy",
                    PasswordPolicyDocument.of(current.policy()),
                    PasswordPolicyDocument.of(wanted));
            return changed;
        });
    }

    /** The rules that follow from a policy for the accounts of a domain. */
    PasswordRules rules(PasswordPolicy policy, @Nullable DomainId domain) {
        return new PasswordRules(policy, domain == null ? List.of() : policies.namesOf(domain), common);
    }

    /** A password for an account of the domain that nobody has had yet (PWD-10). */
    String generate(DomainId domain) {
        PasswordPolicy policy = require(domain).policy();
        return generator.generate(policy, rules(policy, domain), new PasswordOwner(null, domain, "", "", List.of()));
    }
}
