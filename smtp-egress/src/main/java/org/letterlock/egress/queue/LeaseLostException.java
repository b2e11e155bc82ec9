package org.letterlock.egress.queue;

import org.letterlock.contracts.mail.QueueId;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** Another replica has taken an entry, because this one was thought dead. What it does counts. */
public final class LeaseLostException extends RuntimeException implements CategorizedFailure {
    LeaseLostException(QueueId queueId) {
        super("the lease of an entry of " + queueId + " is lost");
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.RESOURCE;
    }
}
