package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * An access policy is to be deleted: no account may have it from now on (ACP-7).
 *
 * @param reassignTo what the accounts that have it shall have instead; null where none may have it
 */
public record PolicyReleaseRequest(
        AccessPolicyId policy, @Nullable AccessPolicyId reassignTo) {}
