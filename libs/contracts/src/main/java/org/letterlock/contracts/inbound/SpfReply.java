package org.letterlock.contracts.inbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the DNS says of a client.
 *
 * @param checks one for each identity that was checked; HELO first, which stands alone for the null path (SPF-1). Empty for a
 *     client that is exempt
 * @param refusal null where the message may come
 * @param clientName null for a client that is exempt, and in records of before there was this component
 */
public record SpfReply(
        List<Check> checks,
        @Nullable Refusal refusal,
        @Nullable ClientName clientName) {
    public SpfReply {
        checks = List.copyOf(checks);
    }

    /** Without the name of the client. */
    public SpfReply(List<Check> checks, @Nullable Refusal refusal) {
        this(checks, refusal, null);
    }

    /**
     * The name that the DNS has for the client's address (RFC 8601 section 3).
     *
     * @param name that leads back to the address; null unless the result is {@link NameResult#PASS}
     */
    public record ClientName(NameResult result, @Nullable String name) {}

    /** RFC 8601 section 2.7.3. */
    public enum NameResult {
        PASS,
        FAIL,
        TEMPERROR,
        PERMERROR
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
        TEMPORARY_ERROR,
        /** Mail for the sender's domain can go nowhere: 550 5.1.8 (RFC 3463 section 3.2). */
        SENDER_DOMAIN_NOT_FOUND,
        /** The sender's domain says that it takes no mail: 550 5.7.27 (RFC 7505). */
        SENDER_DOMAIN_NULL_MX,
        /** 451 4.1.8. */
        SENDER_DOMAIN_UNDECIDED,
        /** The client's address has no name: 550 5.7.25. */
        NO_REVERSE_NAME,
        /** 451 4.7.25. */
        REVERSE_NAME_UNDECIDED;

        /** Whether SPF is the reason; otherwise it is what the limits require. */
        public boolean isOfSpf() {
            return this == FAIL || this == PERMANENT_ERROR || this == TEMPORARY_ERROR;
        }
    }
}
