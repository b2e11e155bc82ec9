package org.letterlock.contracts.inbound;

import org.jspecify.annotations.Nullable;

/**
 * Whether a message is from whom it says.
 *
 * @param author the author's domain, an A-label; null where the message has no certain one
 * @param policy what is published for it; null where nothing is, or it could not be found out
 * @param disposition what becomes of the message
 * @param reason for the administrator, ASCII; may be empty
 */
public record DmarcReply(
        Result result, @Nullable String author, @Nullable Policy policy, Disposition disposition, String reason) {
    /** RFC 9989 section 9.1. */
    public enum Result {
        NONE,
        PASS,
        FAIL,
        TEMPERROR,
        PERMERROR
    }

    /** What the owner of a domain asks for where a message fails. */
    public enum Policy {
        NONE,
        QUARANTINE,
        REJECT
    }

    /** What becomes of the message. */
    public enum Disposition {
        /** It is delivered. */
        ACCEPT,
        /** It is delivered to Junk. */
        JUNK,
        /** It is refused: 550 5.7.26. */
        REFUSE,
        /** The client shall try again: 451 4.4.3. */
        DEFER
    }
}
