package org.letterlock.imap.response;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.mailbox.UidValidity;

/**
 * A response code (RFC 9051 section 7.1, RFC 5530).
 *
 * @param text what stands between the brackets
 */
public record ResponseCode(String text) {
    public static final ResponseCode ALERT = new ResponseCode("ALERT");
    public static final ResponseCode ALREADYEXISTS = new ResponseCode("ALREADYEXISTS");
    public static final ResponseCode AUTHENTICATIONFAILED = new ResponseCode("AUTHENTICATIONFAILED");
    public static final ResponseCode AUTHORIZATIONFAILED = new ResponseCode("AUTHORIZATIONFAILED");
    public static final ResponseCode BADCHARSET = new ResponseCode("BADCHARSET (US-ASCII UTF-8)");
    public static final ResponseCode CANNOT = new ResponseCode("CANNOT");
    public static final ResponseCode CLIENTBUG = new ResponseCode("CLIENTBUG");
    public static final ResponseCode CLOSED = new ResponseCode("CLOSED");
    public static final ResponseCode CONTACTADMIN = new ResponseCode("CONTACTADMIN");
    public static final ResponseCode CORRUPTION = new ResponseCode("CORRUPTION");
    public static final ResponseCode EXPIRED = new ResponseCode("EXPIRED");
    public static final ResponseCode EXPUNGEISSUED = new ResponseCode("EXPUNGEISSUED");
    public static final ResponseCode HASCHILDREN = new ResponseCode("HASCHILDREN");
    public static final ResponseCode INUSE = new ResponseCode("INUSE");
    public static final ResponseCode LIMIT = new ResponseCode("LIMIT");
    public static final ResponseCode NONEXISTENT = new ResponseCode("NONEXISTENT");
    public static final ResponseCode NOTSAVED = new ResponseCode("NOTSAVED");
    public static final ResponseCode OVERQUOTA = new ResponseCode("OVERQUOTA");
    public static final ResponseCode PRIVACYREQUIRED = new ResponseCode("PRIVACYREQUIRED");
    public static final ResponseCode READ_ONLY = new ResponseCode("READ-ONLY");
    public static final ResponseCode READ_WRITE = new ResponseCode("READ-WRITE");
    public static final ResponseCode SERVERBUG = new ResponseCode("SERVERBUG");
    public static final ResponseCode TOOBIG = new ResponseCode("TOOBIG");
    public static final ResponseCode TRYCREATE = new ResponseCode("TRYCREATE");
    public static final ResponseCode UNAVAILABLE = new ResponseCode("UNAVAILABLE");
    public static final ResponseCode UNKNOWN_CTE = new ResponseCode("UNKNOWN-CTE");
    public static final ResponseCode USEATTR = new ResponseCode("USEATTR");

    public ResponseCode {
        if (text.isEmpty() || text.chars().anyMatch(c -> c < ' ' || c > '~' || c == ']')) {
            throw new IllegalArgumentException("not a response code");
        }
    }

    /** The capabilities, so that the client need not ask. */
    public static ResponseCode capability(List<String> capabilities) {
        return new ResponseCode("CAPABILITY " + String.join(" ", capabilities));
    }

    /** RFC 4315: where an appended message went. */
    public static ResponseCode appendUid(UidValidity validity, Uid uid) {
        return new ResponseCode("APPENDUID " + validity.value() + " " + uid.value());
    }

    /** RFC 4315: where copied messages went; both sets hold as many UIDs, in the same order. */
    public static ResponseCode copyUid(UidValidity validity, UidSet from, UidSet to) {
        return new ResponseCode("COPYUID " + validity.value() + " " + from.format() + " " + to.format());
    }

    /** Which flags a client can change; keywords may be new. */
    public static ResponseCode permanentFlags(Collection<Flag> flags) {
        String names = flags.stream().map(flag -> flag.name() + " ").collect(Collectors.joining());
        // A keyword may hold "]", which would end the code (RFC 9051 section 9, resp-text-code, says it may not).
        return new ResponseCode("PERMANENTFLAGS (" + names.replace("]", "") + "\\*)");
    }

    /** No flag can be changed. */
    public static ResponseCode noPermanentFlags() {
        return new ResponseCode("PERMANENTFLAGS ()");
    }

    /** The next message's UID. */
    public static ResponseCode uidNext(Uid uid) {
        return new ResponseCode("UIDNEXT " + uid.value());
    }

    /** Under which the UIDs stand. */
    public static ResponseCode uidValidity(UidValidity validity) {
        return new ResponseCode("UIDVALIDITY " + validity.value());
    }

    /** RFC 3501 section 7.1: the first message that was not seen. */
    public static ResponseCode unseen(int sequenceNumber) {
        return new ResponseCode("UNSEEN " + sequenceNumber);
    }
}
