package org.letterlock.service.sealing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;

/** Sends the octets through the streaming AEAD into a {@link CiphertextSink}. */
final class StreamingContent implements SealingContent {
    private static final int COPY = 16 * 1024;

    private final ObjectId id;
    private final List<KeyEnvelope> keys;
    private final CiphertextSink ciphertext;
    private final OutputStream encrypting;
    private final UnaryOperator<byte[]> prefixSealer;
    private long size; // owned by the calling thread

    StreamingContent(
            ObjectId id,
            List<KeyEnvelope> keys,
            CiphertextSink ciphertext,
            OutputStream encrypting,
            UnaryOperator<byte[]> prefixSealer) {
        this.id = id;
        this.keys = keys;
        this.ciphertext = ciphertext;
        this.encrypting = encrypting;
        this.prefixSealer = prefixSealer;
    }

    @Override
    public ObjectId id() {
        return id;
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer octets) {
        size += octets.remaining();
        try {
            if (octets.hasArray()) {
                encrypting.write(octets.array(), octets.arrayOffset() + octets.position(), octets.remaining());
                octets.position(octets.limit());
            } else {
                byte[] copy = new byte[Math.min(COPY, Math.max(1, octets.remaining()))];
                while (octets.hasRemaining()) {
                    int length = Math.min(copy.length, octets.remaining());
                    octets.get(copy, 0, length);
                    encrypting.write(copy, 0, length);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
        return ciphertext.stored();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public CompletionStage<SealedContent> finish(byte[] prefix) {
        try {
            encrypting.close();
        } catch (IOException e) {
            throw new IllegalStateException("sealing cannot fail", e);
        }
        byte[] sealedPrefix = prefixSealer.apply(prefix);
        return ciphertext
                .finish()
                .thenApply(place -> new SealedContent(id, Octets.wrap(sealedPrefix), prefix.length, size, place, keys));
    }

    @Override
    public void abandon() {
        ciphertext.abandon();
    }
}
