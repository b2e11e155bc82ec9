package org.letterlock.contracts.session;

import java.util.UUID;

/** What every replica that holds sessions is asked; each answers with {@link SessionReport.Sessions} (SESS-1, SESS-2). */
public sealed interface SessionCommand {
    /** Names the question. */
    UUID request();

    /** Which sessions it is about. */
    SessionSelection which();

    /** Say what they are. */
    record Report(UUID request, SessionSelection which) implements SessionCommand {}

    /** End them, and say which they were. */
    record End(UUID request, SessionSelection which) implements SessionCommand {}
}
