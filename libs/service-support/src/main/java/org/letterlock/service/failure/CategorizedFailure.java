package org.letterlock.service.failure;

/** Implemented by exceptions that know their category. */
public interface CategorizedFailure {
    /** Who has to act. */
    FailureCategory category();
}
