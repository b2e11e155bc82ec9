package org.letterlock.service.kafka;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** A decision could not be had in time. */
public final class NoAnswerException extends RuntimeException implements CategorizedFailure {
    public NoAnswerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.RESOURCE;
    }
}
