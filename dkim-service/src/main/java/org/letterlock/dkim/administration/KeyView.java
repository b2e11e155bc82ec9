package org.letterlock.dkim.administration;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;

/** A key as a client sees it. Of its private half there is nothing to see (DKIM-5). */
record KeyView(
        UUID id,
        UUID keySet,
        String selector,
        String algorithm,
        int bits,
        KeyState state,
        boolean recordMissing,
        Instant createdAt,
        Instant stateChangedAt,
        List<RecordView> records) {

    static KeyView of(SigningKey key, List<RecordView> records) {
        return new KeyView(
                key.id(),
                key.keySet(),
                key.selector().text(),
                key.algorithm().tag(),
                key.bits(),
                key.state(),
                key.recordMissing(),
                key.createdAt(),
                key.stateChangedAt(),
                records);
    }
}
