package org.letterlock.auth.login;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would happen to a login (AUTH-12).
 *
 * @param account the canonical name
 * @param advertised mechanisms that the client would be shown, the first available one first
 * @param usable those of them that can work for what is stored of the account's password
 * @param blockedBy the first step that would stand against it; null for none
 */
record LoginExplanation(
        String account,
        List<String> advertised,
        List<String> usable,
        @Nullable Step blockedBy) {
    LoginExplanation {
        advertised = List.copyOf(advertised);
        usable = List.copyOf(usable);
    }

    /**
     * A step of the way in.
     *
     * @param step such as {@code security-policy}, in the order of CONN-1
     * @param reply how the client would be told: a row of the refusal table, such as {@code R:tls}
     * @param detail for people
     */
    record Step(String step, String reply, String detail) {}
}
