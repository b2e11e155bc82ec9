package org.letterlock.dkim.rotation;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.DomainId;

/**
 * A key set that waits to take the place of the active one.
 *
 * @param automatic whether it was begun because the old keys were due (DKIM-36)
 * @param switchAt when every resolver has forgotten that there were no records; null as long as they are not seen everywhere
 * @param alerted whether administrators were told that it takes too long
 */
public record Rotation(
        DomainId domain,
        UUID keySet,
        boolean automatic,
        Instant startedAt,
        @Nullable Instant switchAt,
        boolean alerted) {}
