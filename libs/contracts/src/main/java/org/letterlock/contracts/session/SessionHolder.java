package org.letterlock.contracts.session;

import java.util.List;
import java.util.UUID;

/** A place where sessions live: a front end's register, or the table of the web sessions. May block. */
public interface SessionHolder {
    /** The sessions that are meant, as they are now. */
    List<LiveSession> find(SessionSelection which);

    /** Ends the sessions that are meant; an administrator wants it (SESS-2). What was ended. */
    List<LiveSession> end(SessionSelection which);

    /** Ends the sessions that were opened with an app password that was revoked. What was ended. */
    List<LiveSession> endOpenedBy(UUID credential);
}
