package org.letterlock.contracts.session;

import java.util.UUID;

/** What every replica that holds sessions is asked; each answers with {@link SessionReport.Sessions} (SESS-1, SESS-2). */
public sealed interface SessionCommand {
    /** Names the question. */
    UUID request();

    /** Say which of these sessions there are. */
    record Report(UUID request, SessionSelection which) implements SessionCommand {}

    /** End them: an administrator wants it. Say which they were. */
    record End(UUID request, SessionSelection which) implements SessionCommand {}

    /** End those that were opened with an app password that was revoked (SESS-6). Say which they were. */
    record EndCredential(UUID request, UUID credential) implements SessionCommand {}
}
