package org.letterlock.mailstore.mailbox;

import org.letterlock.contracts.mailbox.MailboxChanged;

/** Is told of changes of folders, after they were committed. */
@FunctionalInterface
public interface ChangeListener {
    /** Must be quick and must not throw: the change has happened already. */
    void changed(MailboxChanged change);
}
