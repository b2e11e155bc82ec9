package org.letterlock.auth.login;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BiFunction;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.login.LoginCandidate.KnownAccount;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.Role;

/**
 * What stands between right credentials and the mail of an account. Logins and whoever explains them ask here, so they cannot
 * differ (EXP-6). Counts nothing and tells nobody.
 */
public final class Admission {
    private final AccessJudge access;
    private final BiFunction<AccountId, Role, Role> roles;
    private final InstantSource clock;

    /** Why right credentials are not enough. */
    public sealed interface Obstacle {
        /** The account's own password alone opens no mailbox once a second factor is enrolled or forced (APP-2). */
        record SecondFactor() implements Obstacle {}

        /** The account is disabled, or may not log in (ACC-4). */
        record Disabled() implements Obstacle {}

        /** Its password has expired (PWD-8). */
        record Expired() implements Obstacle {}

        /** Its access policy says so (ACP-4). */
        record Denied(AccessVerdict.Denied by) implements Obstacle {}

        /** Its access policy is not known here yet. */
        record Undecided() implements Obstacle {}
    }

    /** @param roles the effective role of an account, of its own one (ROLE-1) */
    public Admission(AccessJudge access, BiFunction<AccountId, Role, Role> roles, InstantSource clock) {
        this.access = access;
        this.roles = roles;
        this.clock = clock;
    }

    /**
     * The first that stands against an account whose password is right; empty where nothing does. The order is that of CONN-1:
     * account state, second factor, access policy.
     *
     * @param service by its name in access policies or that of its port
     */
    public Optional<Obstacle> find(KnownAccount account, boolean byAppPassword, String service, String clientAddress) {
        if (!account.isAdmitted()) {
            return Optional.of(new Obstacle.Disabled());
        }
        if (account.isExpired(clock.instant())) {
            return Optional.of(new Obstacle.Expired());
        }
        if (lacksSecondFactor(account, byAppPassword)) {
            return Optional.of(new Obstacle.SecondFactor());
        }
        return switch (access.judge(account.accessPolicy(), service, clientAddress)) {
            case AccessVerdict.Allowed() -> Optional.empty();
            case AccessVerdict.Denied denied -> Optional.of(new Obstacle.Denied(denied));
            case AccessVerdict.Undecided _ -> Optional.of(new Obstacle.Undecided());
        };
    }

    /** Whether the password is only the half of what such an account shows: no success, whatever else stands against it. */
    boolean lacksSecondFactor(KnownAccount account, boolean byAppPassword) {
        return !byAppPassword
                && (account.secondFactor() || account.factorPolicy().forces(roles.apply(account.id(), account.role())));
    }
}
