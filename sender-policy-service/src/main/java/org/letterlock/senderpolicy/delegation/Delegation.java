package org.letterlock.senderpolicy.delegation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.senderpolicy.judgement.Delegations.Delegate;
import org.letterlock.senderpolicy.judgement.Delegations.Mode;

/**
 * A permission to send as the principal (DELEG-1).
 *
 * @param endsAt null: until it is revoked
 * @param version grows with each change
 */
public record Delegation(
        UUID id,
        AccountId principal,
        Delegate delegate,
        Mode mode,
        @Nullable Instant endsAt,
        Instant grantedAt,
        long version) {

    /** The next version. Who granted it and to whom is what the delegation is, and stays. */
    Delegation changed(Mode newMode, @Nullable Instant newEnd) {
        return new Delegation(id, principal, delegate, newMode, newEnd, grantedAt, version + 1);
    }
}
