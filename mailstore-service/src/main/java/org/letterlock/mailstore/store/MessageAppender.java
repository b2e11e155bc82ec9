package org.letterlock.mailstore.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.mail.Reader;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.contracts.mailbox.MailboxStore.Appended;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refusal;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.mailstore.content.ContentRow;
import org.letterlock.mailstore.content.Contents;
import org.letterlock.mailstore.content.JdbcContentRepository;
import org.letterlock.mailstore.content.MetadataReader;
import org.letterlock.mailstore.mailbox.FolderName;
import org.letterlock.mailstore.mailbox.JdbcFolderRepository;
import org.letterlock.mailstore.mailbox.KeywordNumbers;
import org.letterlock.mailstore.mailbox.Keywords;
import org.letterlock.mailstore.mailbox.Mailbox;
import org.letterlock.mailstore.message.MessageChanges;
import org.letterlock.mailstore.message.MessageRow;
import org.letterlock.mailstore.message.SystemFlags;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.ObjectKey;
import org.letterlock.service.sealing.SealingContent;

/** Stores messages that a client uploads: sealed while they stream in, never in clear on a disk (ENC-9). */
public final class MessageAppender {
    private static final int CHUNK = 64 * 1024;
    private static final byte[] NO_FIELDS = {};

    private final JdbcFolderRepository folders;
    private final Keywords keywords;
    private final MessageChanges changes;
    private final Contents contents;
    private final JdbcContentRepository repository;
    private final ContentSealer sealer;
    private final ContentOpener opener;

    public MessageAppender(
            JdbcFolderRepository folders,
            Keywords keywords,
            MessageChanges changes,
            Contents contents,
            JdbcContentRepository repository,
            ContentSealer sealer,
            ContentOpener opener) {
        this.folders = folders;
        this.keywords = keywords;
        this.changes = changes;
        this.contents = contents;
        this.repository = repository;
        this.sealer = sealer;
        this.opener = opener;
    }

    StoreResult<Appended> append(
            Mailbox mailbox, FolderName folder, Set<Flag> flags, Instant internalDate, long size, InputStream content) {
        if (folders.find(mailbox, folder).isEmpty()) {
            return new Refused<>(Refusal.NONEXISTENT);
        }
        Optional<KeywordNumbers> numbers = keywords.numbers(mailbox, flags);
        if (numbers.isEmpty()) {
            return new Refused<>(Refusal.LIMIT);
        }
        SealingContent sealing = sealer.start(Set.of(Reader.MAILSTORE));
        boolean added = false;
        try {
            MetadataReader metadata = new MetadataReader();
            seal(sealing, metadata, size, content);
            SealedContent sealed = join(sealing.finish(NO_FIELDS));
            ObjectKey key = opener.unwrap(sealed);
            ContentRow row = ContentRow.of(sealed, contents.sealMetadata(sealed.id(), key, metadata.finish()));
            MessageRow message = new MessageRow(
                    0,
                    SystemFlags.bits(flags),
                    numbers.get(),
                    0,
                    internalDate,
                    size,
                    sealed.id(),
                    Octets.wrap(mailbox.sealing().wrap(sealed.id(), key)),
                    Octets.wrap(mailbox.sealing().sealTrace(sealed.id(), NO_FIELDS)));
            StoreResult<Appended> result = changes.add(mailbox, folder, message, () -> repository.insert(List.of(row)))
                    .map(placed ->
                            new Appended(placed.folder().id(), placed.folder().uidValidity(), placed.uid()));
            added = result instanceof Done<Appended>;
            if (added) {
                contents.remember(List.of(row.content()));
            }
            return result;
        } finally {
            if (!added) {
                sealing.abandon();
            }
        }
    }

    private static void seal(SealingContent sealing, MetadataReader metadata, long size, InputStream content) {
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, size))];
        try {
            for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
                metadata.feed(chunk, count);
                join(sealing.write(ByteBuffer.wrap(chunk, 0, count)));
            }
        } catch (IOException e) {
            throw new MailboxUnavailableException("the upload broke off", e);
        }
        if (sealing.size() != size) {
            throw new IllegalArgumentException("announced " + size + " octets, got " + sealing.size());
        }
    }

    private static <T> T join(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
