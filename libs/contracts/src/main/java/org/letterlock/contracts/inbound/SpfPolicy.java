package org.letterlock.contracts.inbound;

import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.access.IpGroupId;

/**
 * What follows from an SPF result (SPF-2, SPF-3, SPF-5). A softfail is never refused; a temporary
 * error is, three times a day.
 *
 * @param onFail of a client that the domain says is none of its own
 * @param onPermanentError of a domain whose record cannot be understood
 * @param text what the reply says instead of the domain's own explanation; null for that
 * @param exemptGroup clients that are not checked, such as a backup MX; null for none
 */
public record SpfPolicy(
        Action onFail,
        Action onPermanentError,
        @Nullable String text,
        @Nullable IpGroupId exemptGroup) {
    /** What holds until somebody changes it. */
    public static final SpfPolicy DEFAULT = new SpfPolicy(Action.LOG, Action.LOG, null, null);

    /** What is done about a result. */
    public enum Action {
        /** It is logged and stands in the message's Authentication-Results field. */
        LOG,
        /** The message is refused as well. */
        BLOCK
    }
}
