package org.letterlock.service.kafka;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** The broker has not acknowledged a record. It may be stored nevertheless. */
public final class PublishFailedException extends RuntimeException implements CategorizedFailure {
    public PublishFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.RESOURCE;
    }
}
