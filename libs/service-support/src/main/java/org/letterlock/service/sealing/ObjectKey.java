package org.letterlock.service.sealing;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.security.GeneralSecurityException;

/** The key of one message content: 256 random bits. Immutable; never printed. */
public final class ObjectKey {
    private static final int SEGMENT = 64 * 1024;

    private final byte[] key;

    private ObjectKey(byte[] key) {
        if (key.length != Aead.KEY_LENGTH) {
            throw new IllegalArgumentException("an object key has 256 bits");
        }
        this.key = key;
    }

    static ObjectKey random() {
        return new ObjectKey(Aead.randomKey());
    }

    static ObjectKey of(byte[] key) {
        return new ObjectKey(key);
    }

    byte[] octets() {
        return key;
    }

    /** Segments of 64 KiB, each authenticated with its place and whether it is the last (KEY-5). */
    AesGcmHkdfStreaming streaming() {
        try {
            return new AesGcmHkdfStreaming(key, "HmacSha256", Aead.KEY_LENGTH, SEGMENT, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the JDK has no AES-GCM or HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "ObjectKey";
    }
}
