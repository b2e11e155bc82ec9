package org.letterlock.auth.account;

import java.util.UUID;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.session.SessionCommand;
import org.letterlock.contracts.session.SessionSelection;
import org.letterlock.service.kafka.Outbox;

/**
 * The sessions that front ends hold. Those opened with a password that is kept here end by its version; those opened with one
 * that a directory keeps have none, and end when they are told to (SESS-6).
 */
final class MailSessions {
    private final Outbox outbox;

    MailSessions(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Ends all of an account once the current transaction is committed. */
    void endAll(AccountId account) {
        UUID request = UUID.randomUUID();
        outbox.add(
                Topics.SESSION_COMMANDS,
                request.toString(),
                new SessionCommand.End(request, new SessionSelection.OfAccount(account)));
    }
}
