package org.letterlock.dkim.key;

import org.jspecify.annotations.Nullable;

/**
 * Who changes a key, for the audit (DKIM-7).
 *
 * @param name login of an account, or {@code system}
 * @param clientAddress where the account is; null for the system
 */
public record Actor(String name, @Nullable String clientAddress) {
    /** The service itself. */
    public static final Actor SYSTEM = new Actor("system", null);
}
