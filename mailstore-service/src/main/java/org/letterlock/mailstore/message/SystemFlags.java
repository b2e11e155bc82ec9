package org.letterlock.mailstore.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.letterlock.imap.mailbox.Flag;

/** The system flags of RFC 9051 section 2.3.2 as bits of a number. The bits are stored and never change their meaning. */
public final class SystemFlags {
    /** Bit of {@code \Seen}. */
    public static final int SEEN = 1;

    /** Bit of {@code \Deleted}. */
    public static final int DELETED = 8;

    private static final List<Flag> BY_BIT = List.of(Flag.SEEN, Flag.ANSWERED, Flag.FLAGGED, Flag.DELETED, Flag.DRAFT);
    private static final List<List<Flag>> FLAGS =
            IntStream.range(0, 1 << BY_BIT.size()).mapToObj(SystemFlags::list).toList();

    private SystemFlags() {}

    /** The bits of those of {@code flags} that are system flags. */
    public static int bits(Set<Flag> flags) {
        int bits = 0;
        for (Flag flag : flags) {
            bits |= bit(flag);
        }
        return bits;
    }

    /** The bit of a flag; 0 for a keyword. */
    public static int bit(Flag flag) {
        int index = BY_BIT.indexOf(flag);
        return index < 0 ? 0 : 1 << index;
    }

    /** The flags of {@code bits}. */
    public static List<Flag> flags(int bits) {
        return FLAGS.get(bits);
    }

    private static List<Flag> list(int bits) {
        List<Flag> flags = new ArrayList<>();
        for (int i = 0; i < BY_BIT.size(); i++) {
            if ((bits & (1 << i)) != 0) {
                flags.add(BY_BIT.get(i));
            }
        }
        return List.copyOf(flags);
    }
}
