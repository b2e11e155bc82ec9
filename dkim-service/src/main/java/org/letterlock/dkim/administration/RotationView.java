package org.letterlock.dkim.administration;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.dkim.rotation.Rotation;

/**
 * A rotation as a client sees it (DKIM-34).
 *
 * @param keySet the keys that wait
 * @param automatic whether it began by itself (DKIM-36)
 * @param switchAt when the new keys take over; null as long as their records are not seen on every name server
 */
record RotationView(
        UUID keySet,
        boolean automatic,
        Instant startedAt,
        @Nullable Instant switchAt) {
    static RotationView of(Rotation rotation) {
        return new RotationView(rotation.keySet(), rotation.automatic(), rotation.startedAt(), rotation.switchAt());
    }
}
