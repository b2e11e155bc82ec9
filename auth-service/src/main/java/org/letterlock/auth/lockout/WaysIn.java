package org.letterlock.auth.lockout;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.letterlock.auth.access.AccessJudge;
import org.letterlock.auth.login.Admission;
import org.letterlock.auth.login.Admission.Obstacle;
import org.letterlock.auth.login.LoginRules;
import org.letterlock.auth.login.LoginRules.Closed;
import org.letterlock.contracts.access.AccessVerdict;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.lockout.LockOut.Cause;
import org.letterlock.sasl.SaslMechanism;
import org.letterlock.sasl.StoredCredential;

/**
 * The ways into accounts under some rules. Holds no rule itself: it goes to each door as a client would, with the best of
 * channels, and asks who decides there.
 */
final class WaysIn {
    private final LoginRules rules;
    private final AccessJudge access;
    private final Admission admission;

    /** Somebody who wants in by a door. */
    record Attempt(Door door, IpAddress from) {}

    WaysIn(LoginRules rules, InstantSource clock) {
        this.rules = rules;
        this.access = rules.access();
        this.admission = new Admission(access, (_, own) -> own, clock);
    }

    /** The first door that is open. */
    Optional<Door> openDoor(AccountClass account, IpAddress from) {
        return Door.ALL.stream()
                .filter(door -> obstacle(account, new Attempt(door, from)).isEmpty())
                .findFirst();
    }

    /** What keeps such an account out; empty where nothing does. */
    Optional<Cause> obstacle(AccountClass account, Attempt attempt) {
        Optional<Closed> closed = rules.closed(attempt.door().id(), attempt.from());
        if (closed.isPresent()) {
            return Optional.of(
                    switch (closed.get()) {
                        case SERVICE -> Cause.SERVICE_CLOSED;
                        case ADDRESS -> Cause.ADDRESS_NOT_IN_GROUP;
                    });
        }
        boolean byOwnPassword = !account.secondFactor() && worksByOwnPassword(account, attempt);
        boolean byAppPassword = !byOwnPassword && worksByAppPassword(account, attempt);
        if (!byOwnPassword && !byAppPassword) {
            return Optional.of(account.digestOnly() ? Cause.DIGEST_ONLY : Cause.NO_USABLE_METHOD);
        }
        return admission
                .find(
                        account.typical(),
                        byAppPassword,
                        attempt.door().service().policyName(),
                        attempt.from().format())
                .map(WaysIn::cause);
    }

    /** Whether an account may log in to the console and use the interface from there. */
    boolean reachesAdministration(AccountClass account, IpAddress from) {
        return rules.closed("admin", from).isEmpty()
                && access.judge(account.accessPolicy(), "admin", from.format()) instanceof AccessVerdict.Allowed;
    }

    private boolean worksByOwnPassword(AccountClass account, Attempt attempt) {
        if (account.digestOnly() && !rules.logins().hasUsableCleartext()) {
            return false; // whatever an exempt group may do (POL-10)
        }
        return attempt.door().encrypted().stream()
                .filter(encrypted -> encrypted || !account.mapped()) // a directory is asked inside TLS only
                .anyMatch(encrypted -> worksWith(account.credentials(), attempt, encrypted));
    }

    private boolean worksByAppPassword(AccountClass account, Attempt attempt) {
        return account.appPasswords().stream()
                        .filter(app -> app.service() == attempt.door().service())
                        .anyMatch(app -> rules.groups()
                                .admits(app.ipGroup(), attempt.from().format()))
                && attempt.door().encrypted().stream()
                        .anyMatch(encrypted -> worksWith(Set.of(StoredCredential.PASSWORD), attempt, encrypted));
    }

    private boolean worksWith(Set<StoredCredential> credentials, Attempt attempt, boolean encrypted) {
        return rules
                .logins()
                .advertised(rules.connection(attempt.door().id(), attempt.door().protocol(), encrypted, attempt.from()))
                .stream()
                .map(SaslMechanism::needs)
                .anyMatch(credentials::contains);
    }

    private static Cause cause(Obstacle obstacle) {
        return switch (obstacle) {
            case Obstacle.SecondFactor _, Obstacle.Disabled _, Obstacle.Expired _ -> Cause.NO_USABLE_METHOD;
            case Obstacle.Denied _, Obstacle.Undecided _ -> Cause.ACCESS_POLICY;
        };
    }
}
