package org.letterlock.auth.credential;

import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** More passwords are to be hashed than this machine can do in time; the same attempt may succeed later (AUTH-9). */
public final class HashingOverloadedException extends RuntimeException implements CategorizedFailure {
    HashingOverloadedException(Throwable cause) {
        super("too many passwords to hash", cause);
    }

    @Override
    public FailureCategory category() {
        return FailureCategory.RESOURCE;
    }
}
