package org.letterlock.ingress.smtp.content;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;

/** The digests of a body that signatures want, fed while it streams in (DKIM-48). */
final class BodyDigests {
    private final Map<BodyForm, BodyDigest> digests = new LinkedHashMap<>();

    BodyDigests(Set<BodyForm> forms) {
        forms.forEach(form -> digests.put(form, form.newDigest()));
    }

    /** Takes the next octets; the buffer's position stays. */
    void update(ByteBuffer octets) {
        digests.values().forEach(digest -> digest.update(octets.duplicate()));
    }

    /** What the whole body gave; called once. */
    Map<BodyForm, BodyHash> finish() {
        Map<BodyForm, BodyHash> hashes = new HashMap<>();
        digests.forEach((form, digest) -> hashes.put(form, BodyHash.of(digest)));
        return hashes;
    }
}
