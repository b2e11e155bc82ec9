package org.letterlock.contracts.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroup.Entry;
import org.letterlock.contracts.access.IpGroup.Match;
import org.letterlock.contracts.access.IpRanges.Range;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;

/**
 * All IP groups of the installation, compiled for look-up (IPG-2, IPG-4, IPG-5). Immutable; a change makes a new one. A
 * group that nobody knows, an empty one and an entry that cannot be read hold no address.
 */
public final class IpGroups {
    /** No group at all. */
    public static final IpGroups NONE = of(List.of(), Surroundings.NONE);

    private final Map<IpGroupId, IpGroup> groups;
    private final Map<IpGroupId, IpRanges> compiled;
    private final Surroundings surroundings;

    /**
     * What an entry can refer to beyond the groups themselves; known to the machine that matches.
     *
     * @param thisMachine the addresses of this machine
     * @param namedHosts the addresses that DNS names have at the moment; names in lower case (IPG-7)
     */
    public record Surroundings(Set<IpAddress> thisMachine, Map<String, Set<IpAddress>> namedHosts) {
        /** No address, no name. */
        public static final Surroundings NONE = new Surroundings(Set.of(), Map.of());

        public Surroundings {
            thisMachine = Set.copyOf(thisMachine);
            namedHosts = Map.copyOf(namedHosts);
        }
    }

    /** A group that holds an address, and the first of its entries that says so (IPG-11). */
    public record Membership(IpGroup group, Entry entry) {}

    private IpGroups(Map<IpGroupId, IpGroup> groups, Surroundings surroundings) {
        this.groups = groups;
        this.surroundings = surroundings;
        this.compiled = new HashMap<>();
        for (IpGroup group : groups.values()) {
            List<Range> ranges = new ArrayList<>();
            collect(group, ranges, new HashSet<>());
            compiled.put(group.id(), IpRanges.of(ranges));
        }
    }

    /** Compiles the groups, in the order in which {@link #membershipsOf} will name them. */
    public static IpGroups of(Collection<IpGroup> groups, Surroundings surroundings) {
        Map<IpGroupId, IpGroup> byId = new LinkedHashMap<>();
        groups.forEach(group -> byId.put(group.id(), group));
        return new IpGroups(byId, surroundings);
    }

    /** As they would be with these groups new or changed, and without those. */
    public IpGroups with(Collection<IpGroup> changed, Set<IpGroupId> removed) {
        Map<IpGroupId, IpGroup> candidates = new LinkedHashMap<>(groups);
        changed.forEach(group -> candidates.put(group.id(), group));
        candidates.keySet().removeAll(removed);
        return new IpGroups(candidates, surroundings);
    }

    /**
     * Addresses of which one stands for each other address there is: whatever is in some of these groups and not in the rest,
     * there is one here that is in the same. They are where ranges of the groups begin, and where they have just ended.
     */
    public Set<IpAddress> edges(Collection<IpGroupId> which) {
        Set<IpAddress> edges = new LinkedHashSet<>();
        which.stream().map(compiled::get).filter(Objects::nonNull).forEach(ranges -> ranges.addEdges(edges));
        return edges;
    }

    /** Whether the address is in the group. Well under 50 µs for a group of 10 000 entries. */
    public boolean contains(IpGroupId group, IpAddress address) {
        IpRanges ranges = compiled.get(group);
        return ranges != null && ranges.contains(address);
    }

    /**
     * Whether somebody at an address may use what is kept for a group.
     *
     * @param group null for what is kept for nobody in particular; everybody may use that
     * @param address in text form; a text that is none is in no group
     */
    public boolean admits(@Nullable IpGroupId group, String address) {
        return group == null
                || (IpAddress.parse(address) instanceof Parsed<IpAddress>(IpAddress parsed) && contains(group, parsed));
    }

    /** The group of that id. */
    public Optional<IpGroup> find(IpGroupId id) {
        return Optional.ofNullable(groups.get(id));
    }

    /** Every group that holds the address. */
    public List<Membership> membershipsOf(IpAddress address) {
        return groups.values().stream()
                .filter(group -> contains(group.id(), address))
                .flatMap(group -> group.entries().stream()
                        .filter(entry -> entry.enabled() && matches(entry.match(), address))
                        .findFirst()
                        .map(entry -> new Membership(group, entry))
                        .stream())
                .toList();
    }

    private boolean matches(Match match, IpAddress address) {
        return match instanceof Match.Nested(IpGroupId nested)
                ? contains(nested, address)
                : rangesOf(match).stream().anyMatch(range -> range.contains(address));
    }

    /** Each group counts once, so a cycle ends, and so does a graph with many paths to one group. */
    private void collect(IpGroup group, List<Range> ranges, Set<IpGroupId> seen) {
        if (!seen.add(group.id())) {
            return;
        }
        for (Entry entry : group.entries()) {
            if (!entry.enabled()) {
                continue;
            }
            if (entry.match() instanceof Match.Nested(IpGroupId nested)) {
                find(nested).ifPresent(inner -> collect(inner, ranges, seen));
            } else {
                ranges.addAll(rangesOf(entry.match()));
            }
        }
    }

    private List<Range> rangesOf(Match match) {
        return switch (match) {
            case Match.Host(String address) ->
                parsed(address).map(IpGroups::single).stream().toList();
            case Match.DnsName(String name) ->
                singles(surroundings.namedHosts().getOrDefault(name.toLowerCase(Locale.ROOT), Set.of()));
            case Match.Network(String address, int prefixLength) ->
                parsed(address)
                        .filter(first -> prefixLength >= 0
                                && prefixLength <= first.family().bits())
                        .flatMap(first -> range(first.first(prefixLength), first.last(prefixLength)))
                        .stream()
                        .toList();
            case Match.Range(String from, String to) ->
                parsed(from).flatMap(first -> parsed(to).flatMap(last -> range(first, last))).stream()
                        .toList();
            case Match.Nested _ -> List.of();
            case Match.ThisMachine() -> singles(surroundings.thisMachine());
        };
    }

    private static Optional<IpAddress> parsed(String text) {
        return switch (IpAddress.parse(text)) {
            case Parsed<IpAddress>(IpAddress address) -> Optional.of(address);
            case ParseResult.SyntaxError<IpAddress> _ -> Optional.empty();
        };
    }

    private static Optional<Range> range(IpAddress from, IpAddress to) {
        boolean ordered = from.family() == to.family() && from.compareTo(to) <= 0;
        return ordered ? Optional.of(new Range(from, to)) : Optional.empty();
    }

    private static Range single(IpAddress address) {
        return new Range(address, address);
    }

    private static List<Range> singles(Set<IpAddress> addresses) {
        return addresses.stream().map(IpGroups::single).toList();
    }
}
