package org.letterlock.contracts.access;

import org.jspecify.annotations.Nullable;

/**
 * An access policy is to be deleted: no account may have it from now on (ACP-7).
 *
 * @param reassignTo what the accounts that have it shall have instead; null where none may have it
 * @param dryRun whether it is only asked, and nothing kept (VAL-4); since version 2, before that false
 */
public record PolicyReleaseRequest(
        AccessPolicyId policy, @Nullable AccessPolicyId reassignTo, boolean dryRun) {}
