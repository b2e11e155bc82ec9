package org.letterlock.auth.lockout;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.letterlock.auth.login.LoginRules;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroupId;

/**
 * Tells addresses apart only as far as the rules do: two that are in the same groups, before a change and after it, are one
 * place. There are few, however many addresses there are. Confined to one thread.
 */
final class Places {
    private static final List<IpAddress> EXTREMES = List.of(IpAddress.of(new byte[4]), IpAddress.of(new byte[16]));

    private final LoginRules before;
    private final LoginRules after;
    private final List<IpGroupId> groups;
    private final Map<BitSet, IpAddress> representatives = new HashMap<>();

    /** @param further groups that matter apart from those that the rules name */
    Places(LoginRules before, LoginRules after, Set<IpGroupId> further) {
        this.before = before;
        this.after = after;
        Set<IpGroupId> used = new LinkedHashSet<>(before.usedGroups());
        used.addAll(after.usedGroups());
        used.addAll(further);
        groups = List.copyOf(used);
    }

    /** One address of every place there is. */
    List<IpAddress> everywhere() {
        Stream.<Collection<IpAddress>>of(
                        EXTREMES, before.groups().edges(groups), after.groups().edges(groups))
                .flatMap(Collection::stream)
                .forEach(this::placeOf);
        return new ArrayList<>(representatives.values());
    }

    /** The address that stands for the place where this one is. */
    IpAddress placeOf(IpAddress address) {
        BitSet memberships = new BitSet(2 * groups.size());
        for (int i = 0; i < groups.size(); i++) {
            memberships.set(2 * i, before.groups().contains(groups.get(i), address));
            memberships.set(2 * i + 1, after.groups().contains(groups.get(i), address));
        }
        return representatives.computeIfAbsent(memberships, _ -> address);
    }
}
