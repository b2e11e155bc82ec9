package org.letterlock.auth.factor;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.letterlock.auth.factorpolicy.SecondFactorPolicies;
import org.letterlock.auth.token.EffectiveRoles;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.event.SecurityEvent;
import org.letterlock.service.kafka.Outbox;
import org.letterlock.service.web.Principal;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;
import org.springframework.transaction.support.TransactionOperations;

/** Enrols, checks and removes second factors. Safe for use by any thread; callers block. */
public final class SecondFactors {
    /** What a code was good for. */
    public enum Outcome {
        /** It is right, and used up. */
        ACCEPTED,
        /** It is wrong, or was used before. */
        WRONG,
        /** There were too many wrong ones; this one was not looked at (MFA-4). */
        LOCKED
    }

    private final JdbcFactors factors;
    private final SecondFactorPolicies policies;
    private final EffectiveRoles roles;
    private final FactorNotices notices;
    private final Outbox outbox;
    private final TransactionOperations transactions;
    private final SecureRandom random;
    private final InstantSource clock;

    SecondFactors(
            JdbcFactors factors,
            SecondFactorPolicies policies,
            EffectiveRoles roles,
            FactorNotices notices,
            Outbox outbox,
            TransactionOperations transactions,
            SecureRandom random,
            InstantSource clock) {
        this.factors = factors;
        this.policies = policies;
        this.roles = roles;
        this.notices = notices;
        this.outbox = outbox;
        this.transactions = transactions;
        this.random = random;
        this.clock = clock;
    }

    /** Whether the account has to show codes. */
    public boolean isEnrolled(AccountId account) {
        return find(account).filter(StoredFactor::isEnrolled).isPresent();
    }

    /** Takes a code of the authenticator, or a recovery code, of an account that is enrolled. */
    public Outcome check(AccountId account, String code) {
        return transactions.execute(_ -> factors.lock(account)
                .filter(StoredFactor::isEnrolled)
                .map(factor -> take(account, factor, code))
                .orElse(Outcome.WRONG));
    }

    private Outcome take(AccountId account, StoredFactor factor, String code) {
        Instant now = clock.instant();
        if (factor.attempts().isLockedAt(now)) {
            return Outcome.LOCKED;
        }
        OptionalLong step = factor.totp().stepOf(code, now, factor.lastStep());
        if (step.isPresent()) {
            factors.update(account, factor.taken(step.getAsLong(), now));
            return Outcome.ACCEPTED;
        }
        boolean recovered = factor.isEnrolled()
                && RecoveryCode.parse(code)
                        .filter(recovery -> factors.useRecoveryCode(account, recovery))
                        .isPresent();
        factors.update(
                account,
                factor.with(recovered ? FactorAttempts.NONE : factor.attempts().failedAt(now)));
        return recovered ? Outcome.ACCEPTED : Outcome.WRONG;
    }

    /** Takes a code of somebody who is in a session already, or says why not (ADM-5). */
    public void prove(AccountId account, String code) {
        if (!isEnrolled(account)) {
            throw new ProblemException(
                    ProblemType.ENROLMENT_REQUIRED, "Enrol a second factor first, at /me/second-factor.");
        }
        requireAccepted(check(account, code));
    }

    Optional<StoredFactor> find(AccountId account) {
        return factors.find(account);
    }

    int recoveryCodesLeft(AccountId account) {
        return factors.countRecoveryCodes(account);
    }

    /** Makes a secret that is not in use until it is confirmed; one that was not confirmed is forgotten. */
    Totp begin(AccountId account) {
        if (!policies.of(account).allows(roles.of(account))) {
            throw new ProblemException(ProblemType.FORBIDDEN, "The domain does not allow second factors.");
        }
        return transactions.execute(_ -> {
            if (factors.lock(account).filter(StoredFactor::isEnrolled).isPresent()) {
                throw new ProblemException(ProblemType.IN_USE, "A second factor is enrolled; remove it first.");
            }
            Totp totp = Totp.random(random);
            factors.replace(account, StoredFactor.fresh(totp, clock.instant()));
            return totp;
        });
    }

    /** With the first code the factor is in use; its owner gets recovery codes. */
    List<RecoveryCode> confirm(Principal principal, String code) {
        return withCode(principal.account(), code, false, () -> {
            tell(principal, principal.account(), "second-factor.enrolled");
            return newRecoveryCodes(principal.account());
        });
    }

    /** New recovery codes take the place of all that were given out before. */
    List<RecoveryCode> renewRecoveryCodes(Principal principal, String code) {
        return withCode(principal.account(), code, true, () -> {
            tell(principal, principal.account(), "second-factor.recovery-codes-renewed");
            return newRecoveryCodes(principal.account());
        });
    }

    /** Its owner wants it no longer. */
    void remove(Principal principal, String code) {
        withCode(principal.account(), code, true, () -> {
            tell(principal, principal.account(), "second-factor.removed");
            return factors.delete(principal.account());
        });
    }

    /** An administrator removes it because its owner has lost it (MFA-3). */
    void reset(Principal principal, AccountId account) {
        transactions.executeWithoutResult(_ -> {
            if (!factors.delete(account)) {
                throw ProblemException.notFound();
            }
            tell(principal, account, "second-factor.reset");
            notices.reset(account);
        });
    }

    private List<RecoveryCode> newRecoveryCodes(AccountId account) {
        List<RecoveryCode> codes = RecoveryCode.random(random);
        factors.replaceRecoveryCodes(account, codes);
        return codes;
    }

    /**
     * Takes a code and does something for it, both or neither; a wrong code is counted all the same.
     *
     * @param enrolled whether the factor is to be in use already, or is not to be
     */
    private <T> T withCode(AccountId account, String code, boolean enrolled, Supplier<T> work) {
        Taken<T> taken = transactions.execute(_ -> {
            StoredFactor factor = factors.lock(account)
                    .filter(found -> found.isEnrolled() == enrolled)
                    .orElseThrow(ProblemException::notFound);
            Outcome outcome = take(account, factor, code);
            return new Taken<>(outcome, outcome == Outcome.ACCEPTED ? Optional.of(work.get()) : Optional.empty());
        });
        requireAccepted(taken.outcome());
        return taken.result().orElseThrow();
    }

    private static void requireAccepted(Outcome outcome) {
        switch (outcome) {
            case ACCEPTED -> {}
            case WRONG -> throw new ProblemException(ProblemType.INVALID_CREDENTIALS, "The code is not right.");
            case LOCKED ->
                throw new ProblemException(ProblemType.ACCOUNT_LOCKED, "Too many wrong codes, try again later.");
        }
    }

    private record Taken<T>(Outcome outcome, Optional<T> result) {}

    private void tell(Principal actor, AccountId account, String event) {
        outbox.add(
                Topics.SECURITY_EVENTS,
                UUID.randomUUID().toString(),
                new SecurityEvent(
                        event,
                        clock.instant(),
                        "admin",
                        actor.clientAddress(),
                        Map.of(
                                "actor",
                                actor.login(),
                                "account",
                                account.value().toString())));
    }
}
