package org.letterlock.contracts.mailbox;

import java.util.function.Function;

/**
 * What a mailbox answers to a request that its user may get wrong. Trouble of the store itself is no result but a
 * {@link MailboxUnavailableException}.
 */
public sealed interface StoreResult<T> {
    /** It was done, durably. */
    record Done<T>(T value) implements StoreResult<T> {}

    /** It was not done; nothing has changed. */
    record Refused<T>(Refusal refusal) implements StoreResult<T> {
        /** The same refusal as the result of another request. */
        public <U> Refused<U> as() {
            return new Refused<>(refusal);
        }
    }

    /** The same outcome with another value. */
    default <U> StoreResult<U> map(Function<T, U> change) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(change.apply(value));
            case Refused<T> refused -> refused.as();
        };
    }

    /** Why not; each stands for a response code of RFC 9051 section 7.1 or RFC 5530. */
    enum Refusal {
        /** There is no such folder. */
        NONEXISTENT,
        /** There is a folder of that name already. */
        ALREADY_EXISTS,
        /** The name is not allowed, or INBOX cannot be treated so. */
        CANNOT,
        /** A limit of the server: depth, number of folders or keywords. */
        LIMIT,
        /** The message is larger than the server takes. */
        TOO_BIG,
        /** The mailbox is full. */
        OVER_QUOTA,
        /** A folder with children cannot be deleted in that way. */
        HAS_CHILDREN
    }
}
