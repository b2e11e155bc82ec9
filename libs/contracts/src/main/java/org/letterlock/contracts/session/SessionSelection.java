package org.letterlock.contracts.session;

import java.util.UUID;
import org.letterlock.contracts.directory.AccountId;

/** Which sessions are meant. */
public sealed interface SessionSelection {
    /** All there are. */
    record All() implements SessionSelection {}

    /** The one of that id. */
    record One(UUID session) implements SessionSelection {}

    /** Those of an account. */
    record OfAccount(AccountId account) implements SessionSelection {}

    /** Whether a session is among them. */
    default boolean includes(UUID session, AccountId account) {
        return switch (this) {
            case All() -> true;
            case One(UUID wanted) -> wanted.equals(session);
            case OfAccount(AccountId wanted) -> wanted.equals(account);
        };
    }
}
