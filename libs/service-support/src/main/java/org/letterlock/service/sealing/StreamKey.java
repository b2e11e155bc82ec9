package org.letterlock.service.sealing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.letterlock.contracts.Octets;

/** A key for one stream between two services; it travels inside a sealed message. Immutable; never printed. */
public final class StreamKey {
    private static final byte[] ASSOCIATED = "letterlock stream 1".getBytes(StandardCharsets.US_ASCII);

    private final ObjectKey key;

    private StreamKey(ObjectKey key) {
        this.key = key;
    }

    /** A new key, for one stream only. */
    public static StreamKey random() {
        return new StreamKey(ObjectKey.random());
    }

    /** The key that the other side has made. */
    public static StreamKey of(Octets octets) {
        return new StreamKey(ObjectKey.of(octets.toBytes()));
    }

    /** The bits themselves, to be sealed. */
    public Octets octets() {
        return Octets.copyOf(key.octets());
    }

    /** Seals what is written; closing it marks the end. */
    public OutputStream sealing(OutputStream ciphertext) throws IOException {
        try {
            return key.streaming().newEncryptingStream(ciphertext, ASSOCIATED);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
    }

    /** Opens what was sealed; reading fails where it was altered or ends too early. */
    public InputStream opening(InputStream ciphertext) throws IOException {
        try {
            return key.streaming().newDecryptingStream(ciphertext, ASSOCIATED);
        } catch (GeneralSecurityException e) {
            throw new IOException("not a sealed stream", e);
        }
    }

    @Override
    public String toString() {
        return "StreamKey";
    }
}
