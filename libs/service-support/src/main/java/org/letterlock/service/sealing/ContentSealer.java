package org.letterlock.service.sealing;

import java.io.IOException;
import java.io.OutputStream;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.service.content.ContentStore;

/**
 * Seals message contents at the door (ENC-10): each under a fresh object key, wrapped to the public keys of those who may read
 * it and then forgotten. Safe for use by any thread.
 */
public final class ContentSealer {
    static final String FORMAT = "letterlock content 1";
    static final String PREFIX_FORMAT = "letterlock prefix 1";

    private final Keyring keyring;
    private final ContentStore store;
    private final InstantSource clock;
    private final ObjectKeyEnvelopes envelopes;
    private final Executor storing;

    /** @param storing runs what blocks, one task for each content at a time */
    public ContentSealer(Keyring keyring, ContentStore store, InstantSource clock, Executor storing) {
        this.keyring = keyring;
        this.store = store;
        this.clock = clock;
        this.storing = storing;
        envelopes = new ObjectKeyEnvelopes(keyring, clock);
    }

    /** Starts a content that {@code readers} may open, at least one. */
    public SealingContent start(Set<Reader> readers) {
        if (readers.isEmpty()) {
            throw new IllegalArgumentException("nobody could open the content");
        }
        ObjectId id = new ObjectId(TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()));
        ObjectKey key = ObjectKey.random();
        List<KeyEnvelope> keys = readers.stream()
                .sorted()
                .map(reader -> envelopes.wrap(reader, id, key))
                .toList();
        var ciphertext = new CiphertextSink(id, store, storing);
        return new StreamingContent(
                id, keys, ciphertext, encrypting(key, ciphertext, FORMAT, id), prefix -> sealPrefix(key, id, prefix));
    }

    private byte[] sealPrefix(ObjectKey key, ObjectId id, byte[] prefix) {
        return Aead.seal(
                Aead.derive(key.octets(), PREFIX_FORMAT, "AES"),
                new byte[0],
                prefix,
                Aead.associated(keyring.installation(), PREFIX_FORMAT, id.toString()));
    }

    private OutputStream encrypting(ObjectKey key, OutputStream ciphertext, String format, ObjectId id) {
        byte[] associated = Aead.associated(keyring.installation(), format, id.toString());
        try {
            return key.streaming().newEncryptingStream(ciphertext, associated);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
    }
}
