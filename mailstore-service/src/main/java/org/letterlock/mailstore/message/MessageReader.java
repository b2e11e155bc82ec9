package org.letterlock.mailstore.message;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.ObjectId;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.content.MessageMetadata;
import org.letterlock.mailstore.content.MetadataCodec.Summary;
import org.letterlock.mailstore.content.Structures;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailsyntax.mime.MimeStructure;
import org.letterlock.service.sealing.ObjectKey;
import org.letterlock.service.sealing.SealedObjectCorruptException;

/**
 * Opens messages of a mailbox. Where a message lies is remembered for a while, which is no harm: it never changes. Whoever
 * reads one message after the other gets the next ones loaded in advance. Safe for use by any thread.
 */
public final class MessageReader {
    private static final int MAX_REMEMBERED = 20_000;
    private static final int MAX_READERS = 5_000;
    private static final int AHEAD = 32;
    private static final long MAX_AHEAD_OCTETS = 2 * 1024 * 1024;

    private final JdbcMessageQueries queries;
    private final Contents contents;
    private final Cache<Place, MessageRow> rows =
            Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).build();
    private final Cache<FolderId, Long> lastRead =
            Caffeine.newBuilder().maximumSize(MAX_READERS).build();

    public MessageReader(JdbcMessageQueries queries, Contents contents) {
        this.queries = queries;
        this.contents = contents;
    }

    /** Remembers where messages lie that somebody is about to read. */
    public void remember(FolderId folder, List<MessageRow> messages) {
        messages.forEach(message -> rows.put(new Place(folder, message.uid()), message));
    }

    /** Forgets messages that are gone. */
    public void forget(FolderId folder, UidSet uids) {
        if (uids.size() <= MAX_REMEMBERED) {
            uids.values().forEach(uid -> rows.invalidate(new Place(folder, uid)));
        } else {
            rows.invalidateAll();
        }
    }

    /** Forgets where messages lie. */
    public void forgetAll() {
        rows.invalidateAll();
        lastRead.invalidateAll();
    }

    /** At most {@code length} octets of a message from {@code offset} on; empty where there is no such message. */
    public Optional<InputStream> open(Mailbox mailbox, FolderId folder, Uid uid, long offset, long length) {
        MessageRow known = rows.getIfPresent(new Place(folder, uid.value()));
        if (known == null || !contents.isAtHand(known.object())) {
            known = load(folder, uid);
        }
        return Optional.ofNullable(known).map(message -> open(mailbox, message, offset, length));
    }

    /** At most {@code length} octets of this message from {@code offset} on. The caller closes the stream. */
    public InputStream open(Mailbox mailbox, MessageRow message, long offset, long length) {
        long end = Math.min(message.size(), length > message.size() - offset ? message.size() : offset + length);
        if (offset >= end) {
            return InputStream.nullInputStream();
        }
        byte[] trace = trace(mailbox, message);
        ObjectKey key = key(mailbox, message);
        int traceStart = (int) Math.min(offset, trace.length);
        int traceEnd = (int) Math.min(end, trace.length);
        long contentStart = Math.max(0, offset - trace.length);
        long contentEnd = end - trace.length;
        InputStream front = new ByteArrayInputStream(trace, traceStart, traceEnd - traceStart);
        if (contentEnd <= contentStart) {
            return front;
        }
        InputStream content = contents.open(message.object(), key, contentStart, contentEnd - contentStart);
        return traceEnd > traceStart ? new SequenceInputStream(front, content) : content;
    }

    /** The structure of a message; its offsets are those of {@link #open}. */
    public MimeStructure structure(Mailbox mailbox, MessageRow message, Octets sealedMetadata) {
        int inFront = trace(mailbox, message).length;
        return Structures.withFieldsInFront(
                metadata(mailbox, message, sealedMetadata).structure(), inFront);
    }

    /** The metadata of a message's content. */
    public MessageMetadata metadata(Mailbox mailbox, MessageRow message, Octets sealedMetadata) {
        return contents.openMetadata(message.object(), key(mailbox, message), sealedMetadata.view());
    }

    /** Envelope and field names of a message's content. */
    public Summary summary(Mailbox mailbox, MessageRow message, Octets sealedMetadata) {
        return contents.openSummary(message.object(), key(mailbox, message), sealedMetadata.view());
    }

    /** The fields that were added at final delivery. */
    public byte[] trace(Mailbox mailbox, MessageRow message) {
        try {
            return mailbox.sealing()
                    .openTrace(message.object(), message.sealedTrace().view());
        } catch (SealedObjectCorruptException e) {
            throw contents.corrupt(message.object(), e);
        }
    }

    private ObjectKey key(Mailbox mailbox, MessageRow message) {
        try {
            return mailbox.sealing()
                    .unwrap(message.object(), message.sealedKey().view());
        } catch (SealedObjectCorruptException e) {
            throw contents.corrupt(message.object(), e);
        }
    }

    private @Nullable MessageRow load(FolderId folder, Uid uid) {
        Long last = lastRead.getIfPresent(folder);
        lastRead.put(folder, uid.value());
        boolean inSequence = last != null && uid.value() > last && uid.value() - last <= AHEAD;
        long until = inSequence ? Math.min(Uid.MAX, uid.value() + AHEAD - 1) : uid.value();
        List<MessageRow> found = queries.find(folder, UidSet.between(uid, new Uid(until)));
        remember(folder, found);
        if (inSequence) {
            prefetch(found);
        }
        return found.stream()
                .filter(row -> row.uid() == uid.value())
                .findFirst()
                .orElse(null);
    }

    private void prefetch(List<MessageRow> messages) {
        List<ObjectId> wanted = new ArrayList<>();
        long octets = 0;
        for (MessageRow message : messages) {
            octets += message.size();
            if (octets > MAX_AHEAD_OCTETS) {
                break;
            }
            wanted.add(message.object());
        }
        contents.prefetch(wanted);
    }

    private record Place(FolderId folder, long uid) {}
}
