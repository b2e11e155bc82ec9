package org.letterlock.contracts.inbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the domains say.
 *
 * @param checks one for each identity that was checked; HELO first, which stands alone for the null path (SPF-1). Empty for a
 *     client that is exempt
 * @param refusal null where the message may come
 */
public record SpfReply(List<Check> checks, @Nullable Refusal refusal) {
    public SpfReply {
        checks = List.copyOf(checks);
    }

    /**
     * The result for one identity.
     *
     * @param domain that was asked, an A-label
     * @param detail for the administrator: the mechanism that matched or what went wrong, ASCII; may be empty
     */
    public record Check(Identity identity, Result result, String domain, String detail) {}

    /** What the client named. */
    public enum Identity {
        HELO,
        MAIL_FROM
    }

    /** RFC 7208 section 2.6. */
    public enum Result {
        NONE,
        NEUTRAL,
        PASS,
        FAIL,
        SOFTFAIL,
        TEMPERROR,
        PERMERROR
    }

    /**
     * Every recipient is refused.
     *
     * @param text of the reply, ASCII, without codes
     */
    public record Refusal(Reason reason, String text) {}

    /** Why; RFC 7372 has the codes. */
    public enum Reason {
        /** 550 5.7.23. */
        FAIL,
        /** 550 5.7.24. */
        PERMANENT_ERROR,
        /** 451 4.7.24. */
        TEMPORARY_ERROR
    }
}
