package org.letterlock.ingress.mailbox.command;

/** The selected mailbox was deleted by somebody; the session cannot go on. */
public final class MailboxGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MailboxGoneException() {
        super("the selected mailbox is gone", null, false, false);
    }
}
