package org.letterlock.auth.address;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.letterlock.auth.naming.AddressOwner;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.directory.AddressId;
import org.letterlock.contracts.directory.AddressRecord.Target;
import org.letterlock.contracts.directory.Directory;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/** Refuses groups and aliases that lead to themselves, or deeper than mail is followed (ACC-6, ACC-7). For one check. */
final class LoopCheck {
    private final Function<UUID, List<Target>> targetsOf;
    private final Function<AddrSpec, Optional<AddressOwner>> ownerOf;
    private final Map<UUID, Integer> levels = new HashMap<>(); // levels below, of what has been walked through
    private final Set<UUID> path = new HashSet<>();

    LoopCheck(Function<UUID, List<Target>> targetsOf, Function<AddrSpec, Optional<AddressOwner>> ownerOf) {
        this.targetsOf = targetsOf;
        this.ownerOf = ownerOf;
    }

    /**
     * Answers {@code 409 group-cycle} if the group or alias may not have these targets.
     *
     * @param levelsAbove how many levels of groups lead to it
     */
    void require(UUID start, List<Target> targets, int levelsAbove) {
        path.add(start);
        if (levelsAbove + levelsBelow(targets) >= Directory.MAX_DEPTH) {
            throw tooDeep();
        }
    }

    private int levelsBelow(List<Target> targets) {
        int deepest = 0;
        for (Target target : targets) {
            Optional<UUID> next = next(target);
            if (next.isPresent()) {
                deepest = Math.max(deepest, 1 + levelsBelow(next.get()));
            }
        }
        return deepest;
    }

    private int levelsBelow(UUID node) {
        Integer known = levels.get(node);
        if (known != null) {
            return known;
        }
        if (!path.add(node)) {
            throw new ProblemException(ProblemType.GROUP_CYCLE, "It would lead to itself.");
        }
        if (path.size() > 2 * Directory.MAX_DEPTH) {
            throw tooDeep();
        }
        int below = levelsBelow(targetsOf.apply(node));
        path.remove(node);
        levels.put(node, below);
        return below;
    }

    private Optional<UUID> next(Target target) {
        return switch (target) {
            case Target.ToAccount _ -> Optional.empty();
            case Target.ToGroup(AddressId group) -> Optional.of(group.value());
            case Target.ToAddress(AddrSpec address) -> ownerOf.apply(address).flatMap(LoopCheck::node);
        };
    }

    private static Optional<UUID> node(AddressOwner owner) {
        return switch (owner) {
            case AddressOwner.OfAccount(AccountId _) -> Optional.empty();
            case AddressOwner.OfGroup(AddressId id) -> Optional.of(id.value());
            case AddressOwner.OfAlias(AddressId id) -> Optional.of(id.value());
        };
    }

    private static ProblemException tooDeep() {
        return new ProblemException(
                ProblemType.GROUP_CYCLE, "Groups and aliases may be nested " + Directory.MAX_DEPTH + " levels deep.");
    }
}
