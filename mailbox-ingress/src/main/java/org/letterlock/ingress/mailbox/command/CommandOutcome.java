package org.letterlock.ingress.mailbox.command;

import org.letterlock.imap.response.StatusText;
import org.letterlock.imap.session.SessionEvent.Selection;

/** How a command ended. */
public record CommandOutcome(StatusText status, Selection selection) {
    static CommandOutcome ok(String text) {
        return of(StatusText.ok(text));
    }

    static CommandOutcome of(StatusText status) {
        return new CommandOutcome(status, new Selection.Unchanged());
    }
}
