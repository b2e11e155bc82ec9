package org.letterlock.service.sealing;

import java.time.Instant;
import java.util.UUID;

/**
 * What somebody who has the instance key orders when no administrator can log in any more (ADM-4): a one-time password for one
 * account, whose second factors are forgotten.
 *
 * @param id of the order; one that comes twice is carried out once
 * @param account login name of the account
 * @param password the one-time password; seven-bit, without line breaks
 */
public record BreakGlassOrder(UUID id, Instant at, String account, String password) {
    public BreakGlassOrder {
        if (account.lines().count() != 1 || password.lines().count() != 1) {
            throw new IllegalArgumentException("a login name and a password are one line each");
        }
    }

    @Override
    public String toString() {
        return "BreakGlassOrder[" + id + "]";
    }
}
