package org.letterlock.service.mailbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.contracts.mailbox.StoreResult.Done;
import org.letterlock.contracts.mailbox.StoreResult.Refused;
import org.letterlock.service.codec.RecordCodec;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.sealing.Sealer;

/** Answers for a mailbox store what {@link RemoteMailboxStore} asks. Safe for use by any thread. */
public final class StoreServer {
    private final MailboxStore store;
    private final Sealer sealer;
    private final RecordCodec codec;
    private final InstantSource clock;
    private final Predicate<UUID> isFresh;

    /** @param isFresh false for the id of a request that was seen in the last {@link StoreProtocol#GOOD_FOR}, twice of it */
    public StoreServer(
            MailboxStore store, Sealer sealer, RecordCodec codec, InstantSource clock, Predicate<UUID> isFresh) {
        this.store = store;
        this.sealer = sealer;
        this.codec = codec;
        this.clock = clock;
        this.isFresh = isFresh;
    }

    /** Answers a request. Throws {@link IOException} when it is not one of ours, or the connection breaks. */
    public void answer(UUID request, InputStream in, OutputStream out) throws IOException {
        var receiving = new Frames(sealer, request, Frames.Direction.TO_STORE);
        StoreCall call = requireFresh(request, receiving.open(in));
        var sending = new Frames(sealer, request, Frames.Direction.FROM_STORE);
        try {
            if (call instanceof StoreCall.Read read) {
                sendOctets(read, sending, out);
            } else {
                send(answer(call, ContentFrames.receive(receiving, in)), sending, out);
            }
        } catch (MessageCorruptException e) {
            send(new StoreAnswer.Corrupt(e.object()), sending, out);
        } catch (MailboxUnavailableException e) {
            send(new StoreAnswer.Unavailable(), sending, out);
        }
    }

    private StoreCall requireFresh(UUID request, byte[] frame) throws IOException {
        try {
            StoreProtocol.Envelope envelope = StoreProtocol.decode(codec, frame);
            Duration age = Duration.between(envelope.at(), clock.instant()).abs();
            if (age.compareTo(StoreProtocol.GOOD_FOR) > 0 || !isFresh.test(request)) {
                throw new IOException("a request that is late or comes again");
            }
            return envelope.call();
        } catch (UnreadableRecordException e) {
            throw new IOException("an unknown request", e);
        }
    }

    private void sendOctets(StoreCall.Read read, Frames sending, OutputStream out) throws IOException {
        StoreResult<InputStream> opened =
                store.read(read.owner(), read.folder(), read.uid(), read.offset(), read.length());
        switch (opened) {
            case Done<InputStream>(InputStream octets) -> {
                try (octets) {
                    send(new StoreAnswer.Octets(), sending, out);
                    ContentFrames.send(octets, sending, out);
                }
            }
            case Refused<InputStream>(var refusal) -> send(new StoreAnswer.Refused(refusal), sending, out);
        }
    }

    private StoreAnswer answer(StoreCall call, InputStream content) {
        return switch (call) {
            case StoreCall.Folders(var owner) -> new StoreAnswer.Folders(store.folders(owner));
            case StoreCall.CreateFolder(var owner, var name, var use) ->
                result(store.createFolder(owner, name, use), StoreAnswer.OneFolder::new);
            case StoreCall.DeleteFolder(var owner, var name) ->
                result(store.deleteFolder(owner, name), StoreAnswer.OneFolder::new);
            case StoreCall.RenameFolder(var owner, var name, var newName) ->
                result(store.renameFolder(owner, name, newName), StoreAnswer.OneFolder::new);
            case StoreCall.Subscribe(var owner, var name, boolean subscribed) ->
                result(store.subscribe(owner, name, subscribed), StoreAnswer.OneFolder::new);
            case StoreCall.Status(var owner, var folder) ->
                result(store.status(owner, folder), StoreAnswer.Status::new);
            case StoreCall.Open(var owner, var name) -> result(store.open(owner, name), StoreAnswer.Snapshot::new);
            case StoreCall.ChangesSince(var owner, var folder, var since) ->
                result(store.changesSince(owner, folder, since), StoreAnswer.Changes::new);
            case StoreCall.Messages(var owner, var folder, var uids, var detail) ->
                new StoreAnswer.Messages(store.messages(owner, folder, uids, detail));
            case StoreCall.Search(var owner, var folder, var key) ->
                new StoreAnswer.Uids(store.search(owner, folder, key));
            case StoreCall.Append(var owner, var folder, var flags, var date, long size) ->
                result(store.append(owner, folder, flags, date, size, content), StoreAnswer.Appended::new);
            case StoreCall.ChangeFlags(var owner, var folder, var uids, var change, var flags) ->
                result(store.changeFlags(owner, folder, uids, change, flags), StoreAnswer.States::new);
            case StoreCall.Copy(var owner, var folder, var uids, var target) ->
                result(store.copy(owner, folder, uids, target), StoreAnswer.Copied::of);
            case StoreCall.Move(var owner, var folder, var uids, var target) ->
                result(store.move(owner, folder, uids, target), StoreAnswer.Copied::of);
            case StoreCall.Expunge(var owner, var folder, var uids) ->
                result(store.expunge(owner, folder, uids), StoreAnswer.Uids::new);
            case StoreCall.Read _ -> throw new IllegalStateException("answered with a stream");
        };
    }

    private void send(StoreAnswer answer, Frames sending, OutputStream out) throws IOException {
        out.write(sending.seal(codec.encode(answer, StoreAnswer.class)));
    }

    private static <T> StoreAnswer result(StoreResult<T> result, Function<T, StoreAnswer> answer) {
        return switch (result) {
            case Done<T>(T value) -> answer.apply(value);
            case Refused<T>(var refusal) -> new StoreAnswer.Refused(refusal);
        };
    }
}
