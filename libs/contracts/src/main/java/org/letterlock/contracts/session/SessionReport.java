package org.letterlock.contracts.session;

import java.util.List;
import java.util.UUID;

/** What a replica that holds sessions says. */
public sealed interface SessionReport {
    /** Which replica. */
    UUID replica();

    /**
     * I am here and will answer; said every few seconds, so that who asks knows how many answers to wait for.
     *
     * @param component such as {@code smtp-ingress}
     * @param leaving whether this is the last that is heard of me
     */
    record Present(UUID replica, String component, boolean leaving) implements SessionReport {}

    /**
     * An answer, or a part of one where it is long.
     *
     * @param request which {@link SessionCommand} it is for
     * @param last whether that is all
     */
    record Sessions(UUID replica, UUID request, boolean last, List<LiveSession> sessions) implements SessionReport {
        public Sessions {
            sessions = List.copyOf(sessions);
        }
    }
}
