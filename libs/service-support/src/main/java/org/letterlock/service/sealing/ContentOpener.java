package org.letterlock.service.sealing;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import org.letterlock.contracts.mail.KeyEnvelope;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.service.content.ContentStore;

/**
 * Opens message contents that were sealed for one reader. What does not open is a {@link SealedObjectCorruptException},
 * also from a stream in the middle of reading. Safe for use by any thread.
 */
public final class ContentOpener {
    private final Keyring keyring;
    private final Reader reader;
    private final ContentStore store;
    private final ObjectKeyEnvelopes envelopes;

    public ContentOpener(Keyring keyring, Reader reader, ContentStore store) {
        this.keyring = keyring;
        this.reader = reader;
        this.store = store;
        envelopes = new ObjectKeyEnvelopes(keyring, InstantSource.system());
    }

    /** The object key, from the envelope for this reader. */
    public ObjectKey unwrap(SealedContent content) {
        KeyEnvelope envelope = content.keys().stream()
                .filter(key -> key.reader() == reader)
                .findFirst()
                .orElseThrow(() -> new SealedObjectCorruptException(
                        "sealed-object-corrupt: content " + content.id() + " is not for " + reader, null));
        return envelopes.unwrap(envelope, content.id());
    }

    /** The whole message, prefix and content. The caller closes the stream. */
    public InputStream open(SealedContent content, ObjectKey key) {
        return new SequenceInputStream(new ByteArrayInputStream(openPrefix(content, key)), openContent(content, key));
    }

    /** At most {@code length} octets of the message from {@code offset} on. The caller closes the stream. */
    public InputStream openRange(SealedContent content, ObjectKey key, long offset, long length) {
        long end = Math.min(content.messageSize(), length > Long.MAX_VALUE - offset ? Long.MAX_VALUE : offset + length);
        if (offset >= end) {
            return InputStream.nullInputStream();
        }
        byte[] prefix = offset < content.prefixSize() ? openPrefix(content, key) : new byte[0];
        int prefixStart = (int) Math.min(offset, prefix.length);
        int prefixEnd = (int) Math.min(end, prefix.length);
        InputStream front = new ByteArrayInputStream(prefix, prefixStart, prefixEnd - prefixStart);
        long contentStart = Math.max(0, offset - content.prefixSize());
        long contentEnd = end - content.prefixSize();
        return contentEnd <= contentStart
                ? front
                : new SequenceInputStream(front, openContentRange(content, key, contentStart, contentEnd));
    }

    private byte[] openPrefix(SealedContent content, ObjectKey key) {
        return Aead.open(
                Aead.derive(key.octets(), ContentSealer.PREFIX_FORMAT, "AES"),
                0,
                content.prefix().view(),
                associated(ContentSealer.PREFIX_FORMAT, content.id()));
    }

    private InputStream openContent(SealedContent content, ObjectKey key) {
        InputStream ciphertext = switch (content.place()) {
            case Place.Inline(var octets) -> new ByteArrayInputStream(octets.view());
            case Place.Stored(long size) -> store.read(content.id(), 0, size);
        };
        AesGcmHkdfStreaming aead = key.streaming();
        try {
            return new OpenedStream(
                    aead.newDecryptingStream(ciphertext, associated(ContentSealer.FORMAT, content.id())), content.id());
        } catch (GeneralSecurityException | IOException e) {
            throw corrupt(content.id(), e);
        }
    }

    private InputStream openContentRange(SealedContent content, ObjectKey key, long start, long end) {
        if (start == 0 && end == content.size()) {
            return openContent(content, key);
        }
        SeekableByteChannel ciphertext = switch (content.place()) {
            case Place.Inline(var octets) -> new OctetsChannel(octets.view());
            case Place.Stored(long size) -> new StoredChannel(store, content.id(), size);
        };
        try {
            SeekableByteChannel plain = key.streaming()
                    .newSeekableDecryptingChannel(ciphertext, associated(ContentSealer.FORMAT, content.id()));
            plain.position(start);
            return new OpenedStream(new LimitedStream(Channels.newInputStream(plain), end - start), content.id());
        } catch (GeneralSecurityException | IOException e) {
            throw corrupt(content.id(), e);
        }
    }

    private byte[] associated(String format, ObjectId id) {
        return Aead.associated(keyring.installation(), format, id.toString());
    }

    static SealedObjectCorruptException corrupt(ObjectId id, Exception cause) {
        return new SealedObjectCorruptException("sealed-object-corrupt " + id, cause);
    }
}
