package org.letterlock.contracts.lockout;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;

/**
 * Asks whom a change would lock out; changes nothing (VAL-1).
 *
 * @param caller who would make it; null where nobody's session is at stake
 */
public record LockOutRequest(RuleChange change, @Nullable Caller caller) {
    /**
     * Somebody at the administration.
     *
     * @param token by which he is known
     * @param clientAddress where he is
     */
    public record Caller(AccountId account, UUID token, String clientAddress) {}
}
