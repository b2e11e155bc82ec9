package org.letterlock.admin.ipgroup;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.web.ProblemException;
import org.letterlock.service.web.ProblemType;

/**
 * How groups lie within groups: in no cycle, and no deeper than 16 (IPG-4). Each group is looked at once, however many ways lead
 * to it. For one check.
 */
final class GroupNesting {
    /** How deep groups may lie within groups. */
    static final int MAX_DEPTH = 16;

    private static final int ELSEWHERE = 0;

    private final IpGroup changed;
    private final Map<IpGroupId, IpGroup> groups;
    private final Map<IpGroupId, Integer> depths = new HashMap<>();
    private final Map<IpGroupId, Integer> depthsThroughChanged = new HashMap<>();

    private GroupNesting(IpGroup changed, Map<IpGroupId, IpGroup> groups) {
        this.changed = changed;
        this.groups = groups;
    }

    /**
     * Whether a group may be as it is, among all groups as they then are.
     *
     * @throws ProblemException {@code group-cycle}, or {@code validation} where the group, or another for it, is too deep
     */
    static void require(IpGroup changed, Map<IpGroupId, IpGroup> groups) {
        GroupNesting nesting = new GroupNesting(changed, groups);
        int deepest = nesting.depthOf(changed, new ArrayList<>());
        for (IpGroup group : groups.values()) {
            deepest = Math.max(deepest, nesting.depthThroughChanged(group));
        }
        if (deepest > MAX_DEPTH) {
            throw ProblemException.validation("/entries", "too-deep", "Groups lie within groups up to 16 levels.");
        }
    }

    /** The groups that stand in a group. */
    static Set<IpGroupId> nestedIn(IpGroup group) {
        Set<IpGroupId> nested = new HashSet<>();
        group.entries().forEach(entry -> {
            if (entry.match() instanceof IpGroup.Match.Nested(IpGroupId inner)) {
                nested.add(inner);
            }
        });
        return nested;
    }

    private int depthOf(IpGroup group, List<String> path) {
        Integer known = depths.get(group.id());
        if (known != null) {
            return known;
        }
        path.add(group.name());
        int deepest = 0;
        for (IpGroupId inner : nestedIn(group)) {
            IpGroup nested = groups.get(inner);
            if (inner.equals(changed.id())) { // without the change there was no cycle
                throw new ProblemException(ProblemType.GROUP_CYCLE, "The group would contain itself.")
                        .with("path", List.copyOf(path));
            }
            if (nested != null) {
                deepest = Math.max(deepest, depthOf(nested, path));
            }
        }
        path.removeLast();
        depths.put(group.id(), deepest + 1);
        return deepest + 1;
    }

    // From a group down by the longest way that leads through the changed one; only where no cycle was found.
    private int depthThroughChanged(IpGroup group) {
        if (group.id().equals(changed.id())) {
            return depths.getOrDefault(changed.id(), 1);
        }
        Integer known = depthsThroughChanged.get(group.id());
        if (known != null) {
            return known;
        }
        int deepest = ELSEWHERE;
        for (IpGroupId inner : nestedIn(group)) {
            IpGroup nested = groups.get(inner);
            int below = nested == null ? ELSEWHERE : depthThroughChanged(nested);
            deepest = below == ELSEWHERE ? deepest : Math.max(deepest, below + 1);
        }
        depthsThroughChanged.put(group.id(), deepest);
        return deepest;
    }
}
