package org.letterlock.auth.guessing;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which accounts to unlock: exactly one of the three.
 *
 * @param accounts up to 1000 ids; null for none
 * @param domain id of a domain, of which all names are unlocked, also those that nobody has; null for none
 * @param all whether all names are unlocked
 */
record UnlockDocument(
        @Nullable List<UUID> accounts, @Nullable UUID domain, boolean all) {
    static final UnlockDocument DEFAULTS = new UnlockDocument(null, null, false);
}
