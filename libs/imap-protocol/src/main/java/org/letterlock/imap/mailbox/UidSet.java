package org.letterlock.imap.mailbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.letterlock.mailsyntax.Cursor;
import org.letterlock.mailsyntax.ParseResult;
import org.letterlock.mailsyntax.ParseResult.Parsed;
import org.letterlock.mailsyntax.ParseResult.SyntaxError;

/**
 * A set of UIDs, kept as few ranges as possible (uid-set of RFC 9051 section 9, but it may be empty).
 *
 * @param ranges ascending, with at least one UID that is not in the set between two of them
 */
public record UidSet(List<UidRange> ranges) {
    private static final UidSet EMPTY = new UidSet(List.of());
    private static final UidSet ALL = new UidSet(List.of(new UidRange(new Uid(1), new Uid(Uid.MAX))));

    public UidSet {
        ranges = List.copyOf(ranges);
        for (int i = 1; i < ranges.size(); i++) {
            if (ranges.get(i - 1).last().value() + 1 >= ranges.get(i).first().value()) {
                throw new IllegalArgumentException("ranges overlap, touch or descend at index " + i);
            }
        }
    }

    /** The set without members. */
    public static UidSet empty() {
        return EMPTY;
    }

    /** Every UID there can be. */
    public static UidSet all() {
        return ALL;
    }

    /** The given UIDs, in any order, repeated or not. */
    public static UidSet of(Uid... uids) {
        return of(List.of(uids));
    }

    /** The given UIDs, in any order, repeated or not. */
    public static UidSet of(Collection<Uid> uids) {
        return ofSorted(uids.stream().mapToLong(Uid::value).sorted());
    }

    /** The UIDs from one to the other, given in either order, both included. */
    public static UidSet between(Uid one, Uid other) {
        return new UidSet(List.of(one.compareTo(other) <= 0 ? new UidRange(one, other) : new UidRange(other, one)));
    }

    /** The UIDs of ascending values, repeated or not. */
    public static UidSet ofSorted(LongStream values) {
        var builder = new Builder();
        values.forEachOrdered(builder::add);
        return builder.build();
    }

    /** What lies in any of the ranges, which may come in any order and overlap. */
    public static UidSet ofRanges(Collection<UidRange> ranges) {
        var builder = new Builder();
        ranges.stream().sorted((a, b) -> a.first().compareTo(b.first())).forEachOrdered(builder::add);
        return builder.build();
    }

    /** Whether the set has no member. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** How many UIDs are in the set. */
    public long size() {
        long size = 0;
        for (UidRange range : ranges) {
            size += range.size();
        }
        return size;
    }

    /** Whether {@code uid} is in the set. */
    public boolean contains(Uid uid) {
        int low = 0;
        int high = ranges.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            UidRange range = ranges.get(middle);
            if (range.contains(uid)) {
                return true;
            }
            if (uid.compareTo(range.first()) < 0) {
                high = middle - 1;
            } else {
                low = middle + 1;
            }
        }
        return false;
    }

    /** The smallest member. The set must not be empty. */
    public Uid first() {
        return ranges.getFirst().first();
    }

    /** The largest member. The set must not be empty. */
    public Uid last() {
        return ranges.getLast().last();
    }

    /** All members, ascending. Mind the size: a client may name four thousand million of them in five characters. */
    public LongStream values() {
        return ranges.stream()
                .flatMapToLong(range -> LongStream.rangeClosed(
                        range.first().value(), range.last().value()));
    }

    /** All members, ascending; see {@link #values()}. */
    public Stream<Uid> uids() {
        return values().mapToObj(Uid::new);
    }

    /** What is in this set, in the other, or in both. */
    public UidSet union(UidSet other) {
        if (other.isEmpty()) {
            return this;
        }
        return ofRanges(Stream.concat(ranges.stream(), other.ranges.stream()).toList());
    }

    /** What is in both sets. */
    public UidSet intersection(UidSet other) {
        List<UidRange> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < ranges.size() && j < other.ranges.size()) {
            UidRange mine = ranges.get(i);
            UidRange theirs = other.ranges.get(j);
            long first = Math.max(mine.first().value(), theirs.first().value());
            long last = Math.min(mine.last().value(), theirs.last().value());
            if (first <= last) {
                common.add(new UidRange(new Uid(first), new Uid(last)));
            }
            if (mine.last().compareTo(theirs.last()) < 0) {
                i++;
            } else {
                j++;
            }
        }
        return new UidSet(common);
    }

    /** What is in this set and not in the other. */
    public UidSet minus(UidSet other) {
        if (other.isEmpty() || isEmpty()) {
            return this;
        }
        List<UidRange> left = new ArrayList<>();
        int j = 0;
        for (UidRange range : ranges) {
            long from = range.first().value();
            long to = range.last().value();
            while (j < other.ranges.size() && other.ranges.get(j).last().value() < from) {
                j++;
            }
            for (int k = j; k < other.ranges.size() && from <= to; k++) {
                UidRange hole = other.ranges.get(k);
                if (hole.first().value() > to) {
                    break;
                }
                if (hole.first().value() > from) {
                    left.add(new UidRange(new Uid(from), new Uid(hole.first().value() - 1)));
                }
                from = hole.last().value() + 1;
            }
            if (from <= to) {
                left.add(new UidRange(new Uid(from), new Uid(to)));
            }
        }
        return new UidSet(left);
    }

    /** As the protocol writes it, such as {@code 1:4,7}; empty text for the empty set. */
    public String format() {
        var text = new StringBuilder();
        for (UidRange range : ranges) {
            text.append(text.isEmpty() ? "" : ",").append(range.first().value());
            if (range.size() > 1) {
                text.append(':').append(range.last().value());
            }
        }
        return text.toString();
    }

    /** Reads what {@link #format()} writes, and ranges in any order. */
    public static ParseResult<UidSet> parse(String text) {
        if (text.isEmpty()) {
            return new Parsed<>(EMPTY);
        }
        // uid-set = (uniqueid / uid-range) *("," uid-set)    RFC 9051 section 9
        var cursor = new Cursor(text);
        List<UidRange> ranges = new ArrayList<>();
        do {
            long one = number(cursor);
            long other = cursor.skip(":") ? number(cursor) : one;
            if (one < 1 || other < 1) {
                return new SyntaxError<>(cursor.offset(), "uniqueid");
            }
            ranges.add(new UidRange(new Uid(Math.min(one, other)), new Uid(Math.max(one, other))));
        } while (cursor.skip(","));
        return cursor.atEnd() ? new Parsed<>(ofRanges(ranges)) : new SyntaxError<>(cursor.offset(), "\",\"");
    }

    // nz-number, or -1
    private static long number(Cursor cursor) {
        String digits = cursor.takeWhile(c -> c >= '0' && c <= '9');
        if (digits.isEmpty() || digits.length() > 10 || digits.charAt(0) == '0') {
            return -1;
        }
        long value = Long.parseLong(digits);
        return value > Uid.MAX ? -1 : value;
    }

    @Override
    public String toString() {
        return format();
    }

    /** Collects ascending UIDs into a set. For one thread. */
    public static final class Builder {
        private final List<UidRange> ranges = new ArrayList<>();
        private long first; // the range that is growing, owned by the thread that collects; 0 while there is none
        private long last;

        /** Adds one UID, which is not less than the first of the range added last. */
        public void add(long uid) {
            add(uid, uid);
        }

        /** Adds a range whose first UID is not less than the first of the range added last. */
        public void add(UidRange range) {
            add(range.first().value(), range.last().value());
        }

        private void add(long from, long to) {
            if (from < first) {
                throw new IllegalArgumentException("not ascending: " + from);
            }
            if (first != 0 && from <= last + 1) {
                last = Math.max(last, to);
                return;
            }
            close();
            first = from;
            last = to;
        }

        private void close() {
            if (first != 0) {
                ranges.add(new UidRange(new Uid(first), new Uid(last)));
            }
        }

        /** What was added. The builder is used up. */
        public UidSet build() {
            close();
            return new UidSet(ranges);
        }
    }

    /** All members, ascending, without an object each; see {@link #values()}. */
    public PrimitiveIterator.OfLong iterator() {
        return values().iterator();
    }
}
