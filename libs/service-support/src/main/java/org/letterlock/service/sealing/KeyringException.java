package org.letterlock.service.sealing;

import org.jspecify.annotations.Nullable;
import org.letterlock.service.failure.CategorizedFailure;
import org.letterlock.service.failure.FailureCategory;

/** The keyring of the installation cannot be opened, or does not give what was asked for. */
public final class KeyringException extends RuntimeException implements CategorizedFailure {
    private final Reason reason;

    public KeyringException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** What is wrong. */
    public enum Reason {
        /** There is a keyring but no instance key file. */
        INSTANCE_KEY_MISSING,
        /** The instance key file cannot be read or written, or holds no key. */
        INSTANCE_KEY_UNUSABLE,
        /** The instance key file is that of another installation. */
        INSTANCE_KEY_MISMATCH,
        /** A stored key does not open under the root key. */
        KEYRING_CORRUPT,
        /** The service did not declare that it needs this key. */
        KEY_NOT_DECLARED
    }

    /** What is wrong. */
    public Reason reason() {
        return reason;
    }

    @Override
    public FailureCategory category() {
        return reason == Reason.KEY_NOT_DECLARED ? FailureCategory.BUG : FailureCategory.CONFIGURATION;
    }
}
