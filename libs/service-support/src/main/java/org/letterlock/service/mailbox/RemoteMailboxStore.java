package org.letterlock.service.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.directory.AccountId;
import org.letterlock.contracts.mailbox.Folder;
import org.letterlock.contracts.mailbox.FolderChanges;
import org.letterlock.contracts.mailbox.FolderId;
import org.letterlock.contracts.mailbox.FolderSnapshot;
import org.letterlock.contracts.mailbox.FolderStatus;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.MessageState;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.contracts.mailbox.StoredMessage;
import org.letterlock.imap.mailbox.Flag;
import org.letterlock.imap.mailbox.ModSeq;
import org.letterlock.imap.mailbox.Uid;
import org.letterlock.imap.mailbox.UidSet;
import org.letterlock.imap.search.SearchKey;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.sealing.Sealer;

/** The mailbox store of another process. Safe for use by any thread. */
public final class RemoteMailboxStore implements MailboxStore {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(90); // longer than the longest search

    private final URI endpoint;
    private final Sealer sealer;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();

    /** @param base of mailstore-service, such as {@code http://mailstore:8080} */
    public RemoteMailboxStore(URI base, Sealer sealer, RecordCodec codec, InstantSource clock) {
        this.endpoint = base.resolve(StoreProtocol.PATH);
        this.sealer = sealer;
        this.codec = codec;
        this.clock = clock;
    }

    @Override
    public List<Folder> folders(AccountId owner) {
        return plain(new StoreCall.Folders(owner), StoreAnswer.Folders.class).folders();
    }

    @Override
    public StoreResult<Folder> createFolder(AccountId owner, String name, Folder.@Nullable SpecialUse specialUse) {
        return folder(new StoreCall.CreateFolder(owner, name, specialUse));
    }

    @Override
    public StoreResult<Folder> deleteFolder(AccountId owner, String name) {
        return folder(new StoreCall.DeleteFolder(owner, name));
    }

    @Override
    public StoreResult<Folder> renameFolder(AccountId owner, String name, String newName) {
        return folder(new StoreCall.RenameFolder(owner, name, newName));
    }

    @Override
    public StoreResult<Folder> subscribe(AccountId owner, String name, boolean subscribed) {
        return folder(new StoreCall.Subscribe(owner, name, subscribed));
    }

    @Override
    public StoreResult<FolderStatus> status(AccountId owner, FolderId folder) {
        return result(new StoreCall.Status(owner, folder), StoreAnswer.Status.class, StoreAnswer.Status::status);
    }

    @Override
    public StoreResult<FolderSnapshot> open(AccountId owner, String name) {
        return result(new StoreCall.Open(owner, name), StoreAnswer.Snapshot.class, StoreAnswer.Snapshot::snapshot);
    }

    @Override
    public StoreResult<FolderChanges> changesSince(AccountId owner, FolderId folder, ModSeq since) {
        return result(
                new StoreCall.ChangesSince(owner, folder, since),
                StoreAnswer.Changes.class,
                StoreAnswer.Changes::changes);
    }

    @Override
    public List<StoredMessage> messages(AccountId owner, FolderId folder, UidSet uids, Detail detail) {
        return plain(new StoreCall.Messages(owner, folder, uids, detail), StoreAnswer.Messages.class)
                .messages();
    }

    @Override
    public StoreResult<InputStream> read(AccountId owner, FolderId folder, Uid uid, long offset, long length) {
        Exchanged exchanged = exchange(new StoreCall.Read(owner, folder, uid, offset, length), null);
        if (exchanged.answer() instanceof StoreAnswer.Octets) {
            return new Done<>(ContentFrames.receive(exchanged.frames(), exchanged.wire()));
        }
        exchanged.close();
        return refused(exchanged.answer());
    }

    @Override
    public UidSet search(AccountId owner, FolderId folder, SearchKey key) {
        return plain(new StoreCall.Search(owner, folder, key), StoreAnswer.Uids.class)
                .uids();
    }

    @Override
    public StoreResult<Appended> append(
            AccountId owner, String folder, Set<Flag> flags, Instant internalDate, long size, InputStream content) {
        var call = new StoreCall.Append(owner, folder, flags, internalDate, size);
        try (Exchanged exchanged = exchange(call, content)) {
            return exchanged.answer() instanceof StoreAnswer.Appended(Appended appended)
                    ? new Done<>(appended)
                    : refused(exchanged.answer());
        }
    }

    @Override
    public StoreResult<List<MessageState>> changeFlags(
            AccountId owner, FolderId folder, UidSet uids, FlagChange change, Set<Flag> flags) {
        return result(
                new StoreCall.ChangeFlags(owner, folder, uids, change, flags),
                StoreAnswer.States.class,
                StoreAnswer.States::states);
    }

    @Override
    public StoreResult<Copied> copy(AccountId owner, FolderId folder, UidSet uids, String target) {
        return result(
                new StoreCall.Copy(owner, folder, uids, target), StoreAnswer.Copied.class, StoreAnswer.Copied::value);
    }

    @Override
    public StoreResult<Copied> move(AccountId owner, FolderId folder, UidSet uids, String target) {
        return result(
                new StoreCall.Move(owner, folder, uids, target), StoreAnswer.Copied.class, StoreAnswer.Copied::value);
    }

    @Override
    public StoreResult<UidSet> expunge(AccountId owner, FolderId folder, UidSet uids) {
        return result(new StoreCall.Expunge(owner, folder, uids), StoreAnswer.Uids.class, StoreAnswer.Uids::uids);
    }

    private StoreResult<Folder> folder(StoreCall call) {
        return result(call, StoreAnswer.OneFolder.class, StoreAnswer.OneFolder::folder);
    }

    private <A extends StoreAnswer, T> StoreResult<T> result(StoreCall call, Class<A> expected, Function<A, T> value) {
        try (Exchanged exchanged = exchange(call, null)) {
            return expected.isInstance(exchanged.answer())
                    ? new Done<>(value.apply(expected.cast(exchanged.answer())))
                    : refused(exchanged.answer());
        }
    }

    private <A extends StoreAnswer> A plain(StoreCall call, Class<A> expected) {
        try (Exchanged exchanged = exchange(call, null)) {
            if (expected.isInstance(exchanged.answer())) {
                return expected.cast(exchanged.answer());
            }
            throw unexpected(exchanged.answer());
        }
    }

    private static <T> StoreResult<T> refused(StoreAnswer answer) {
        if (answer instanceof StoreAnswer.Refused(StoreResult.Refusal refusal)) {
            return new Refused<>(refusal);
        }
        throw unexpected(answer);
    }

    private static RuntimeException unexpected(StoreAnswer answer) {
        var reported = new IOException("reported by the store");
        return answer instanceof StoreAnswer.Corrupt(var object)
                ? new MessageCorruptException(object, reported)
                : new MailboxUnavailableException("the mailbox store cannot answer now", reported);
    }

    private Exchanged exchange(StoreCall call, @Nullable InputStream content) {
        UUID id = UUID.randomUUID();
        var sending = new Frames(sealer, id, Frames.Direction.TO_STORE);
        byte[] first = sending.seal(StoreProtocol.encode(codec, call, clock.instant()));
        HttpRequest request = HttpRequest.newBuilder(endpoint)
                .timeout(ANSWER)
                .header("Content-Type", StoreProtocol.CONTENT_TYPE)
                .header(StoreProtocol.REQUEST_HEADER, id.toString())
                .POST(body(first, sending, content))
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
            return receive(response, id);
        } catch (IOException | UnreadableRecordException e) {
            throw new MailboxUnavailableException("the mailbox store cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MailboxUnavailableException("interrupted", e);
        }
    }

    private static HttpRequest.BodyPublisher body(byte[] first, Frames sending, @Nullable InputStream content) {
        return content == null
                ? HttpRequest.BodyPublishers.ofByteArray(first)
                : HttpRequest.BodyPublishers.ofInputStream(() ->
                        new SequenceInputStream(new ByteArrayInputStream(first), new FramingStream(sending, content)));
    }

    private Exchanged receive(HttpResponse<InputStream> response, UUID id) throws IOException {
        if (response.statusCode() != StoreProtocol.OK) {
            response.body().close();
            throw new IOException("the mailbox store answers HTTP status " + response.statusCode());
        }
        var frames = new Frames(sealer, id, Frames.Direction.FROM_STORE);
        StoreAnswer answer = codec.decode(frames.open(response.body()), StoreAnswer.class);
        if (!(answer instanceof StoreAnswer.Octets)) {
            ContentFrames.requireEnd(response.body());
        }
        return new Exchanged(answer, frames, response.body());
    }

    /** An answer and the connection that it came over. */
    private record Exchanged(StoreAnswer answer, Frames frames, InputStream wire) implements AutoCloseable {
        @Override
        public void close() {
            try {
                wire.close();
            } catch (IOException e) {
                // the answer is there; the connection is of no use to anybody else
            }
        }
    }
}
