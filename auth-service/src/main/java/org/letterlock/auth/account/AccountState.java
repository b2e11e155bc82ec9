package org.letterlock.auth.account;

import java.time.Instant;
import java.util.Locale;

/** What an account is in the eyes of whoever wants to log in; the first that applies (ACC-4). */
enum AccountState {
    /** Receives nothing and cannot log in. */
    DISABLED,
    /** Too many wrong passwords; ends by itself or by an administrator (GUESS-8, GUESS-12). */
    LOCKED,
    /** The password is too old to be good for more than setting another one (PWD-8). */
    EXPIRED,
    ACTIVE;

    static AccountState of(StoredAccount account, boolean locked, Instant now) {
        if (!account.traits().enabled()) {
            return DISABLED;
        }
        if (locked) {
            return LOCKED;
        }
        return account.isExpired(now) ? EXPIRED : ACTIVE;
    }

    /** As the API shows it. */
    String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
