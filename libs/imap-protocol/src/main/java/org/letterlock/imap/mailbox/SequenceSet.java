package org.letterlock.imap.mailbox;

import java.util.List;

/**
 * The messages that a command names, as the client wrote them (sequence-set of RFC 9051 section 9). Whether the numbers
 * are UIDs or message sequence numbers is known to the command only ({@link Numbering}).
 */
public sealed interface SequenceSet {
    /** Stands for {@code *}, the largest number in use. */
    long STAR = Long.MAX_VALUE;

    /** Numbers and ranges in the client's order. */
    record Ranges(List<Range> ranges) implements SequenceSet {
        public Ranges {
            ranges = List.copyOf(ranges);
            if (ranges.isEmpty()) {
                throw new IllegalArgumentException("a sequence set has a member");
            }
        }
    }

    /** {@code $}: what the last SEARCH with the option SAVE found (RFC 9051 section 6.4.4.1). */
    record SavedResult() implements SequenceSet {}

    /** A number or two, in the client's order; {@link #STAR} is allowed. */
    record Range(long one, long other) {
        public Range {
            require(one);
            require(other);
        }

        private static void require(long number) {
            if (number != STAR && (number < 1 || number > Uid.MAX)) {
                throw new IllegalArgumentException("not a seq-number: " + number);
            }
        }
    }

    /** As the protocol writes it. */
    default String format() {
        return switch (this) {
            case SavedResult() -> "$";
            case Ranges(List<Range> ranges) -> {
                var text = new StringBuilder();
                for (Range range : ranges) {
                    text.append(text.isEmpty() ? "" : ",").append(format(range.one()));
                    if (range.one() != range.other()) {
                        text.append(':').append(format(range.other()));
                    }
                }
                yield text.toString();
            }
        };
    }

    private static String format(long number) {
        return number == STAR ? "*" : Long.toString(number);
    }
}
