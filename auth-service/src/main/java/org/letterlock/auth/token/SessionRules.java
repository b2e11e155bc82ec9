package org.letterlock.auth.token;

import java.time.Instant;
import org.letterlock.contracts.access.WebSessionPolicy;
import org.letterlock.contracts.access.WebSessionPolicy.Limits;
import org.letterlock.contracts.directory.Role;

/** When a session is over (SESS-4, SESS-5), as pure functions. */
final class SessionRules {
    private SessionRules() {}

    /**
     * Whether a session has ended, or ends by being used like this.
     *
     * @param effective the role that its account has now
     */
    static boolean isOver(
            StoredToken token,
            SessionTraits session,
            WebSessionPolicy policy,
            String clientAddress,
            Role effective,
            Instant now) {
        if (!now.isBefore(token.expiresAt())) {
            return true;
        }
        Limits limits = session.client().limits(policy);
        if (limits == null) {
            return false;
        }
        Instant lastUse = token.lastUsedAt() == null ? token.createdAt() : token.lastUsedAt();
        return !now.isBefore(lastUse.plusSeconds(limits.idleSeconds()))
                || !now.isBefore(token.createdAt().plusSeconds(limits.absoluteSeconds()))
                || (policy.bindToAddress() && !clientAddress.equals(session.startedFrom()))
                || token.role() != roleOf(session.client(), effective);
    }

    /** What a session may do of somebody who may do that; one that begins with another role gets another id (SESS-5). */
    static Role roleOf(SessionClient client, Role effective) {
        return switch (client) {
            case SCRIPT -> Role.FULL_ADMIN; // follows the account, without a login in between
            case CONSOLE -> effective;
            case PORTAL -> Role.USER;
        };
    }
}
