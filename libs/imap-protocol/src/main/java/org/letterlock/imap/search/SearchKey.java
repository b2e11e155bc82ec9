package org.letterlock.imap.search;

import java.time.LocalDate;
import java.util.List;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Numbering;
import org.letterlock.imap.mailbox.SequenceSet;
import org.letterlock.imap.mailbox.UidSet;

/**
 * A search key (RFC 9051 section 6.4.4), with the many keys of the grammar folded into few: {@code UNSEEN} is
 * {@code Not(HasFlag(\Seen))}, {@code FROM x} is {@code Header("From", x)}, {@code OLD} of RFC 3501 is
 * {@code Not(Recent)}.
 *
 * <p>Depth is at most {@link #MAX_DEPTH}, so that evaluation by recursion is safe. Strings are compared as RFC 9051
 * section 6.4.4 wants it: substrings, without case, after decoding of encoded words; the empty string matches each
 * message that has the field.
 */
public sealed interface SearchKey {
    /** Levels of NOT, OR and parentheses. */
    int MAX_DEPTH = 50;

    /** {@code ALL}: every message. */
    record All() implements SearchKey {}

    /** {@code SEEN}, {@code ANSWERED}, {@code FLAGGED}, {@code DELETED}, {@code DRAFT}, {@code KEYWORD}. */
    record HasFlag(Flag flag) implements SearchKey {}

    /**
     * {@code HEADER}, {@code FROM}, {@code TO}, {@code CC}, {@code BCC}, {@code SUBJECT}: some field of that name
     * contains the text.
     *
     * @param fieldName compared without case
     */
    record Header(String fieldName, String text) implements SearchKey {}

    /** {@code BODY}: the text of some part's body contains it. */
    record Body(String text) implements SearchKey {}

    /** {@code TEXT}: the header section or the body contains it. */
    record Text(String text) implements SearchKey {}

    /** {@code LARGER}: RFC822.SIZE is above the number. */
    record Larger(long octets) implements SearchKey {}

    /** {@code SMALLER}: RFC822.SIZE is below the number. */
    record Smaller(long octets) implements SearchKey {}

    /** {@code BEFORE}, {@code ON}, {@code SINCE}: the internal date, disregarding time and zone. */
    record InternalDate(DateRelation relation, LocalDate date) implements SearchKey {}

    /** {@code SENTBEFORE}, {@code SENTON}, {@code SENTSINCE}: the Date field, disregarding time and zone. */
    record SentDate(DateRelation relation, LocalDate date) implements SearchKey {}

    /** The messages with these UIDs. */
    record UidIn(UidSet uids) implements SearchKey {}

    /**
     * {@code RECENT} of RFC 3501 section 6.4.4: this session was the first to hear of the message. A store never sees it; the
     * session replaces it by {@link UidIn}.
     */
    record Recent() implements SearchKey {}

    /**
     * Numbers as the client wrote them. They have a meaning only in one session's view of the mailbox, which replaces
     * them by {@link UidIn}; a store never sees them.
     */
    record NumberIn(SequenceSet numbers, Numbering numbering) implements SearchKey {}

    /** {@code MODSEQ} (RFC 7162 section 3.1.5): changed at or after. */
    record ChangedSince(ModSeq modSeq) implements SearchKey {}

    /** {@code NOT}. */
    record Not(SearchKey key) implements SearchKey {}

    /** {@code OR}. */
    record Or(SearchKey one, SearchKey other) implements SearchKey {}

    /** Several keys in a row or in parentheses: all of them hold. */
    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("AND of nothing");
            }
        }
    }

    /** How a message's date relates to the date of the key. */
    enum DateRelation {
        BEFORE,
        ON,
        SINCE;

        /** Whether {@code messageDate} stands in this relation to {@code keyDate}. */
        public boolean holds(LocalDate messageDate, LocalDate keyDate) {
            return switch (this) {
                case BEFORE -> messageDate.isBefore(keyDate);
                case ON -> messageDate.equals(keyDate);
                case SINCE -> !messageDate.isBefore(keyDate);
            };
        }
    }
}
