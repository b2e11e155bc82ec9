package org.letterlock.mailstore.mailbox;

import org.letterlock.contracts.directory.AccountId;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** The mailbox was destroyed together with its account; whoever still asks for it has not heard so yet. */
public final class MailboxShreddedException extends RuntimeException implements CategorizedFailure {
    public MailboxShreddedException(AccountId owner) {
        super("shredded mailbox of account " + owner);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.RESOURCE;
    }
}
