package org.letterlock.contracts.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** A set of addresses as sorted ranges that do not touch; looking one up costs the logarithm of their number. */
final class IpRanges {
    /** Both ends included. */
    record Range(IpAddress from, IpAddress to) {
        Range {
            if (from.family() != to.family() || from.compareTo(to) > 0) {
                throw new IllegalArgumentException("not a range");
            }
        }

        boolean contains(IpAddress address) {
            return from.compareTo(address) <= 0 && address.compareTo(to) <= 0;
        }
    }

    private final List<IpAddress> starts;
    private final List<IpAddress> ends;

    private IpRanges(List<IpAddress> starts, List<IpAddress> ends) {
        this.starts = List.copyOf(starts);
        this.ends = List.copyOf(ends);
    }

    static IpRanges of(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort((a, b) -> a.from().compareTo(b.from()));
        List<IpAddress> starts = new ArrayList<>();
        List<IpAddress> ends = new ArrayList<>();
        for (Range range : sorted) {
            if (!ends.isEmpty() && touches(ends.getLast(), range)) {
                ends.set(ends.size() - 1, Collections.max(List.of(ends.getLast(), range.to())));
            } else {
                starts.add(range.from());
                ends.add(range.to());
            }
        }
        return new IpRanges(starts, ends);
    }

    boolean contains(IpAddress address) {
        int found = Collections.binarySearch(starts, address);
        int at = found >= 0 ? found : -found - 2; // the last range that starts at or before the address
        return at >= 0 && address.compareTo(ends.get(at)) <= 0;
    }

    /** Adds where each range begins, and where it has just ended. */
    void addEdges(Collection<IpAddress> edges) {
        edges.addAll(starts);
        ends.stream().map(IpAddress::next).forEach(edges::add);
    }

    private static boolean touches(IpAddress end, Range next) {
        return end.family() == next.from().family() && end.next().compareTo(next.from()) >= 0;
    }
}
