package org.letterlock.netty.access;

import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.AccessPolicy;
import org.letterlock.contracts.access.AccessPolicyId;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AccountRecord;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.netty.session.SessionEnd;
import org.letterlock.netty.session.SessionFacts;
import org.letterlock.netty.session.SessionRegister;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges running sessions again when something has changed that let them in: the account, its access policy, the groups, the
 * allowed group of the service (SESS-6, ACP-6, IPG-13). The same rules as at the login; what has not arrived here yet is no
 * reason to end anything. Safe for use by any thread.
 */
public final class SessionReview {
    private static final Logger LOG = LoggerFactory.getLogger(SessionReview.class);
    /** Many changes that come together are one review. */
    private static final int DELAY_MILLIS = 50;

    private final SessionRegister register;
    private final AccessPolicies policies;
    private final Function<AccountId, Optional<AccountRecord>> accounts;
    private final Function<AccessPolicyId, Optional<AccessPolicy>> accessPolicies;
    private final ScheduledExecutorService timer;
    private final AtomicBoolean due = new AtomicBoolean();

    /**
     * A review that does nothing until it hears of a change.
     *
     * @param accounts finds an account that there is
     * @param accessPolicies finds an access policy that has arrived
     */
    public SessionReview(
            SessionRegister register,
            AccessPolicies policies,
            Function<AccountId, Optional<AccountRecord>> accounts,
            Function<AccessPolicyId, Optional<AccessPolicy>> accessPolicies,
            ScheduledExecutorService timer) {
        this.register = register;
        this.policies = policies;
        this.accounts = accounts;
        this.accessPolicies = accessPolicies;
        this.timer = timer;
    }

    /** Something has changed that may concern any session; all are judged in a moment. */
    public void rulesChanged() {
        if (due.compareAndSet(false, true)) {
            var _ = timer.schedule(this::reviewAll, DELAY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** An account has changed; its sessions are judged now. */
    public void accountChanged(AccountId account) {
        register.review(new SessionSelection.OfAccount(account), this::judge);
    }

    /** An account is gone. */
    public void accountRemoved(AccountId account) {
        register.review(new SessionSelection.OfAccount(account), _ -> Optional.of(SessionEnd.ACCOUNT_REMOVED));
    }

    /** Why the session must end; empty where it may go on. */
    public Optional<SessionEnd> judge(SessionFacts session) {
        return accounts.apply(session.account())
                .flatMap(account -> ofAccount(session, account))
                .or(() -> ofAddress(session));
    }

    private void reviewAll() {
        due.set(false); // first: what changes from here on makes another review
        try {
            register.review(new SessionSelection.All(), this::judge);
        } catch (RuntimeException e) { // the edge of the job
            LOG.error("running sessions could not be judged", e);
        }
    }

    private Optional<SessionEnd> ofAccount(SessionFacts session, AccountRecord account) {
        if (!account.enabled() || !account.mayLogIn()) {
            return Optional.of(SessionEnd.ACCOUNT_DISABLED);
        }
        if (isOlder(session.passwordVersion(), account.passwordVersion())) {
            return Optional.of(SessionEnd.PASSWORD_CHANGED);
        }
        AccessVerdict verdict = AccessVerdict.judge(
                account.accessPolicy(), accessPolicies, session.family(), session.peer(), policies.groups());
        return switch (verdict) {
            case AccessVerdict.Denied _ -> Optional.of(SessionEnd.ACCESS_POLICY);
            case AccessVerdict.Allowed _, AccessVerdict.Undecided _ -> Optional.empty();
        };
    }

    private Optional<SessionEnd> ofAddress(SessionFacts session) {
        return policies.findService(session.service())
                .filter(policy -> !policy.admits(session.peer(), policies.groups()))
                .map(_ -> SessionEnd.ACCESS_POLICY);
    }

    // An account that has no password any more, as one whose password has moved to a directory, keeps no session
    // that was opened with the one it had.
    private static boolean isOlder(@Nullable Long used, @Nullable Long current) {
        return used != null && (current == null || used < current);
    }
}
