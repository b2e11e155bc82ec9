package org.letterlock.auth.lockout;

import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.letterlock.auth.lockout.WaysIn.Attempt;
import org.letterlock.auth.login.LoginRules;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.contracts.lockout.LockOut.Cause;

/**
 * What a change does to accounts: each kind of account is judged once at each place that the rules tell apart, before and after.
 * Knows no account, no database and no clock but the one that the engines ask. Confined to one thread.
 */
final class Simulation {
    private final WaysIn before;
    private final WaysIn after;
    private final Places places;
    private final List<IpAddress> everywhere;
    private final Map<Change, Verdict> verdicts = new HashMap<>();
    private final Map<Standpoint, Optional<Loss>> losses = new HashMap<>();

    /** What an account is before, and after. */
    record Change(AccountClass before, AccountClass after) {}

    /** A way in that closes. */
    record Loss(String service, Cause cause) {}

    /** What happens to all accounts with one change. */
    sealed interface Verdict {
        /** Wherever one had a way in, there still is one; or there was none. */
        record Unharmed() implements Verdict {}

        /** There is a way in from nowhere any more. */
        record LockedOut(Loss loss) implements Verdict {}

        /** There still is one from somewhere, and not from all the places where there was. */
        record DependsOnAddress() implements Verdict {}
    }

    private record Standpoint(Change change, IpAddress place) {}

    /** @param further groups that matter to accounts themselves, such as those of their app passwords */
    Simulation(LoginRules before, LoginRules after, Set<IpGroupId> further, InstantSource clock) {
        this.before = new WaysIn(before, clock);
        this.after = new WaysIn(after, clock);
        places = new Places(before, after, further);
        everywhere = places.everywhere();
    }

    /** What happens to accounts wherever they are. */
    Verdict judge(Change change) {
        return verdicts.computeIfAbsent(change, this::judged);
    }

    private Verdict judged(Change change) {
        List<Loss> lost = everywhere.stream()
                .map(place -> loss(change, place))
                .flatMap(Optional::stream)
                .toList();
        if (lost.isEmpty()) {
            return new Verdict.Unharmed();
        }
        boolean isAWayLeft = everywhere.stream()
                .anyMatch(place -> after.openDoor(change.after(), place).isPresent());
        return isAWayLeft ? new Verdict.DependsOnAddress() : new Verdict.LockedOut(lost.getFirst());
    }

    /** What an account loses that comes from these addresses; empty where one of them still lets it in, or none ever did. */
    Optional<Loss> lossFrom(Change change, Collection<IpAddress> addresses) {
        Set<IpAddress> known = addresses.stream().map(places::placeOf).collect(Collectors.toSet());
        boolean isAWayLeft = known.stream()
                .anyMatch(place -> after.openDoor(change.after(), place).isPresent());
        return isAWayLeft
                ? Optional.empty()
                : known.stream()
                        .map(place -> loss(change, place))
                        .flatMap(Optional::stream)
                        .findFirst();
    }

    /** The door that was open there and what closes it, where no other is open. */
    private Optional<Loss> loss(Change change, IpAddress place) {
        return losses.computeIfAbsent(new Standpoint(change, place), _ -> {
            if (after.openDoor(change.after(), place).isPresent()) {
                return Optional.empty();
            }
            return before.openDoor(change.before(), place)
                    .map(door -> new Loss(
                            door.service().policyName(),
                            after.obstacle(change.after(), new Attempt(door, place))
                                    .orElseThrow()));
        });
    }

    /** Whether the administration was within reach from one of these addresses, and is from none any more. */
    boolean losesAdministration(Change change, Collection<IpAddress> addresses) {
        return addresses.stream().anyMatch(from -> before.reachesAdministration(change.before(), from))
                && addresses.stream().noneMatch(from -> after.reachesAdministration(change.after(), from));
    }

    /** Whether the administration was within reach from one of these addresses, before the change. */
    boolean reachedAdministration(AccountClass account, Collection<IpAddress> addresses) {
        return addresses.stream().anyMatch(from -> before.reachesAdministration(account, from));
    }

    /** As {@link #reachedAdministration}, after the change. */
    boolean reachesAdministration(AccountClass account, Collection<IpAddress> addresses) {
        return addresses.stream().anyMatch(from -> after.reachesAdministration(account, from));
    }

    /** One address of each place that the rules tell apart. */
    List<IpAddress> everywhere() {
        return everywhere;
    }
}
