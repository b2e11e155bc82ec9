package org.letterlock.service.codec;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** Octets are not a record of the type that was expected. */
public final class UnreadableRecordException extends RuntimeException implements CategorizedFailure {
    public UnreadableRecordException(Class<?> type, @Nullable Throwable cause) {
        super("not a " + type.getSimpleName(), cause);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.BUG;
    }
}
