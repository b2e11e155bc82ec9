package org.letterlock.service.sealing;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/**
 * Something sealed does not open: it was altered, belongs to another place, or was sealed under a key that this keyring does
 * not hold (KEY-6, KEY-7). Never answered by reading it as plaintext.
 */
public final class SealedObjectCorruptException extends RuntimeException implements CategorizedFailure {
    public SealedObjectCorruptException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.BUG;
    }
}
