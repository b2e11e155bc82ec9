package org.letterlock.ingress.mailbox.command;

import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.imap.response.ResponseCode;
import org.letterlock.imap.response.StatusText;

/** What a refusal of the store is called on the wire (RFC 9051 section 7.1, RFC 5530). */
final class Refusals {
    static final StatusText NO_SUCH_MESSAGE = StatusText.bad("No message has that number");
    static final StatusText EXPUNGED =
            StatusText.no(ResponseCode.EXPUNGEISSUED, "Some of the messages no longer exist");
    static final StatusText CORRUPT = StatusText.no(ResponseCode.SERVERBUG, "Some of the messages are not available");

    private Refusals() {}

    /** About a mailbox that the command is about. */
    static StatusText of(Refusal refusal) {
        return switch (refusal) {
            case NONEXISTENT -> StatusText.no(ResponseCode.NONEXISTENT, "No such mailbox");
            case ALREADY_EXISTS -> StatusText.no(ResponseCode.ALREADYEXISTS, "Mailbox exists already");
            case CANNOT -> StatusText.no(ResponseCode.CANNOT, "Not possible with this mailbox or name");
            case LIMIT -> StatusText.no(ResponseCode.LIMIT, "Limit reached");
            case TOO_BIG -> StatusText.TOO_BIG;
            case OVER_QUOTA -> StatusText.no(ResponseCode.OVERQUOTA, "Quota exceeded");
            case HAS_CHILDREN -> StatusText.no(ResponseCode.HASCHILDREN, "Mailbox has children");
        };
    }

    /** About a mailbox that messages were to be put in: creating it may help (RFC 9051 section 6.3.12). */
    static StatusText ofTarget(Refusal refusal) {
        return refusal == Refusal.NONEXISTENT ? StatusText.no(ResponseCode.TRYCREATE, "No such mailbox") : of(refusal);
    }
}
