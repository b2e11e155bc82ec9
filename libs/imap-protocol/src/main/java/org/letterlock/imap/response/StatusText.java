package org.letterlock.imap.response;

import org.jspecify.annotations.Nullable;

/**
 * The outcome that a status response tells (RFC 9051 section 7.1). The text is our own, never the peer's.
 *
 * @param code null for none
 */
public record StatusText(Condition condition, @Nullable ResponseCode code, String text) {
    public static final StatusText TLS_REQUIRED = no(ResponseCode.PRIVACYREQUIRED, "TLS is required");
    public static final StatusText UNAVAILABLE =
            no(ResponseCode.UNAVAILABLE, "Service temporarily unavailable, try again later");
    public static final StatusText TOO_BIG = no(ResponseCode.TOOBIG, "Too many octets");
    public static final StatusText SERVER_BUG = no(ResponseCode.SERVERBUG, "Internal error");

    public StatusText {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c > '~')) {
            throw new IllegalArgumentException("a status text is one line of printable ASCII");
        }
    }

    /** What became of a command, or of the connection. */
    public enum Condition {
        OK,
        NO,
        BAD,
        BYE
    }

    /** Success. */
    public static StatusText ok(String text) {
        return new StatusText(Condition.OK, null, text);
    }

    /** Success, with a code. */
    public static StatusText ok(ResponseCode code, String text) {
        return new StatusText(Condition.OK, code, text);
    }

    /** A command that was understood and failed. */
    public static StatusText no(ResponseCode code, String text) {
        return new StatusText(Condition.NO, code, text);
    }

    /** A command that breaks the protocol. */
    public static StatusText bad(String text) {
        return new StatusText(Condition.BAD, null, text);
    }

    /** The end of the connection. */
    public static StatusText bye(String text) {
        return new StatusText(Condition.BYE, null, text);
    }

    /** The end of the connection, with a code. */
    public static StatusText bye(ResponseCode code, String text) {
        return new StatusText(Condition.BYE, code, text);
    }
}
