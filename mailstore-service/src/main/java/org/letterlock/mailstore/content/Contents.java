package org.letterlock.mailstore.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.InputStream;
import java.util.Collection;
import java.util.List;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mail.SealedContent.Place;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.service.content.ContentMissingException;
import org.letterlock.service.sealing.ContentNotes;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ObjectKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;

/**
 * Opens stored contents. Small ones that were read or delivered lately are kept in memory, still sealed, up to a number of
 * octets. What does not open is a {@link MessageCorruptException} that names the object (KEY-7). Safe for use by any thread.
 */
public final class Contents {
    private static final int OVERHEAD = 300; // octets of heap for an entry beside its ciphertext

    private final JdbcContentRepository repository;
    private final ContentOpener opener;
    private final ContentNotes notes;
    private final MetadataCodec codec = new MetadataCodec();
    private final CorruptionListener corruption;
    private final Cache<ObjectId, SealedContent> recent;

    /** @param cacheOctets how much ciphertext is kept in memory */
    public Contents(
            JdbcContentRepository repository,
            ContentOpener opener,
            ContentNotes notes,
            CorruptionListener corruption,
            long cacheOctets) {
        this.repository = repository;
        this.opener = opener;
        this.notes = notes;
        this.corruption = corruption;
        this.recent = Caffeine.newBuilder()
                .maximumWeight(cacheOctets)
                .weigher((ObjectId _, SealedContent content) -> weight(content))
                .build();
    }

    /** Keeps contents that somebody is about to read. */
    public void remember(Collection<SealedContent> contents) {
        contents.stream()
                .filter(content -> content.place() instanceof Place.Inline)
                .forEach(content -> recent.put(content.id(), content));
    }

    /** Forgets what is kept in memory. */
    public void forgetAll() {
        recent.invalidateAll();
    }

    /** Loads contents in one go, so that reading them one after the other is quick. */
    public void prefetch(Collection<ObjectId> ids) {
        List<ObjectId> missing =
                ids.stream().filter(id -> recent.getIfPresent(id) == null).toList();
        if (!missing.isEmpty()) {
            remember(repository.find(missing));
        }
    }

    /** Whether a read of this content needs no look at the database. */
    public boolean isAtHand(ObjectId id) {
        return recent.getIfPresent(id) != null;
    }

    /** At most {@code length} octets of a content and its prefix, from {@code offset} on. The caller closes the stream. */
    public InputStream open(ObjectId id, ObjectKey key, long offset, long length) {
        SealedContent content = recent.getIfPresent(id);
        if (content == null) {
            content = repository.find(List.of(id)).stream()
                    .findFirst()
                    .orElseThrow(() -> corrupt(id, new ContentMissingException(id)));
            remember(List.of(content));
        }
        try {
            return new ContentStream(opener.openRange(content, key, offset, length), id, this::corrupt);
        } catch (SealedObjectCorruptException | ContentMissingException e) {
            throw corrupt(id, e);
        }
    }

    /** Metadata of a content, to be stored with it. */
    public byte[] sealMetadata(ObjectId id, ObjectKey key, MessageMetadata metadata) {
        return notes.seal(id, key, codec.encode(metadata));
    }

    /** All metadata of a content. */
    public MessageMetadata openMetadata(ObjectId id, ObjectKey key, byte[] sealed) {
        try {
            return codec.decode(notes.open(id, key, sealed));
        } catch (SealedObjectCorruptException e) {
            throw corrupt(id, e);
        }
    }

    /** The part of the metadata that most searches look at. */
    public MetadataCodec.Summary openSummary(ObjectId id, ObjectKey key, byte[] sealed) {
        try {
            return codec.decodeSummary(notes.open(id, key, sealed));
        } catch (SealedObjectCorruptException e) {
            throw corrupt(id, e);
        }
    }

    /** Reports an object that does not open. */
    public MessageCorruptException corrupt(ObjectId id, RuntimeException cause) {
        corruption.corrupt(id);
        return new MessageCorruptException(id, cause);
    }

    private static int weight(SealedContent content) {
        int ciphertext = switch (content.place()) {
            case Place.Inline(var octets) -> octets.length();
            case Place.Stored _ -> 0;
        };
        return OVERHEAD + content.prefix().length() + ciphertext;
    }

    /** Is told of objects that do not open (event {@code encryption.corrupt}). */
    @FunctionalInterface
    public interface CorruptionListener {
        /** May be called often for one object; must not throw. */
        void corrupt(ObjectId object);
    }
}
