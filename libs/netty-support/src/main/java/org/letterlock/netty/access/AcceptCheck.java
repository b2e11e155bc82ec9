package org.letterlock.netty.access;

import java.util.Optional;
import org.letterlock.contracts.access.IpAddress;

/**
 * One of the checks between accept and the first octet. It can only deny. Called on any event loop, so it never blocks and
 * is safe for use by any thread.
 */
public interface AcceptCheck {
    /** The one order of CONN-1, from the header of a proxy, which says whose address is judged, to the per-address limit. */
    enum Stage {
        PROXY_HEADER,
        SERVICE_STATE,
        SEALED_STORE,
        ADDRESS_BLOCK,
        ALLOWED_GROUP,
        SERVICE_LIMIT,
        PER_ADDRESS_LIMIT
    }

    /** When its turn is. */
    Stage stage();

    /** Why this connection is refused, or empty. */
    Optional<Refusal> judge(String service, IpAddress peer);

    /**
     * Whether it would refuse, by rules alone: nothing is counted or logged (EXP-6). A limit, which depends on who else is
     * connected, says no.
     */
    default boolean wouldRefuse(String service, IpAddress peer) {
        return false;
    }

    /** A connection that this check let pass is over, or a later check refused it. */
    default void released(String service, IpAddress peer) {}
}
