package org.letterlock.dkim.administration;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.dkim.key.KeyState;
import org.letterlock.dkim.key.SigningKey;

/**
 * A key as a client sees it. Of its private half there is nothing to see (DKIM-5), unless it is retired and told to everybody.
 *
 * @param withdrawn whether the record is to be emptied, and later removed (DKIM-35)
 * @param disclosedKey the PKCS #8 of a retired key in PEM (RFC 7468 section 10), for everybody to publish (DKIM-39); else null
 */
record KeyView(
        UUID id,
        UUID keySet,
        String selector,
        String algorithm,
        int bits,
        KeyState state,
        boolean recordMissing,
        boolean withdrawn,
        Instant createdAt,
        Instant stateChangedAt,
        @Nullable String disclosedKey,
        List<RecordView> records) {
    private static final int PEM_LINE = 64;

    static KeyView of(SigningKey key, @Nullable Octets disclosed, List<RecordView> records) {
        return new KeyView(
                key.id(),
                key.keySet(),
                key.selector().text(),
                key.algorithm().tag(),
                key.bits(),
                key.state(),
                key.recordMissing(),
                key.withdrawn(),
                key.createdAt(),
                key.stateChangedAt(),
                disclosed == null ? null : pem(disclosed),
                records);
    }

    private static String pem(Octets pkcs8) {
        Base64.Encoder encoder = Base64.getMimeEncoder(PEM_LINE, new byte[] {'\n'});
        return "-----BEGIN PRIVATE KEY-----\n" + encoder.encodeToString(pkcs8.view()) + "\n-----END PRIVATE KEY-----\n";
    }
}
