package org.letterlock.imap.command;

import java.util.List;
import java.util.Set;

/**
 * Return options of LIST (RFC 9051 section 6.3.9.2).
 *
 * @param status what to tell of each mailbox (RFC 5819); empty for no STATUS responses
 */
public record ListReturn(Set<Option> options, List<StatusItem> status) {
    /** Nothing beyond what LIST tells anyway. */
    public static final ListReturn NOTHING = new ListReturn(Set.of(), List.of());

    public ListReturn {
        options = Set.copyOf(options);
        status = List.copyOf(status);
    }

    /** Options without arguments. */
    public enum Option {
        SUBSCRIBED,
        CHILDREN,
        SPECIAL_USE
    }
}
