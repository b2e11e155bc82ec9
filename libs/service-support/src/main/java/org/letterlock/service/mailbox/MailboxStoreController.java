package org.letterlock.service.mailbox;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.letterlock.contracts.mailbox.MailboxStore;
import org.letterlock.contracts.mailbox.MessageCorruptException;
import org.letterlock.contracts.mailbox.StoreResult;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.failure.FailureCategory;
import org.letterlock.service.failure.Failures;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.StreamKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Serves a mailbox store to the front ends of other processes. Outside of the API; only services can make a call. */
@RestController
final class MailboxStoreController {
    static final String PATH = "/internal/mailbox-store";

    private static final Logger LOG = LoggerFactory.getLogger(MailboxStoreController.class);

    private final MailboxStore store;
    private final CallSealing sealing;

    MailboxStoreController(MailboxStore store, CallSealing sealing) {
        this.store = store;
        this.sealing = sealing;
    }

    @PostMapping(PATH)
    void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
        CallSealing.Envelope envelope;
        try {
            envelope = sealing.readCall(request.getInputStream());
        } catch (SealedObjectCorruptException | UnreadableRecordException e) {
            LOG.warn("a call of the mailbox store was not made by a service, or is stale");
            response.setStatus(HttpServletResponse.SC_FORBIDDEN);
            return;
        }
        response.setContentType("application/octet-stream");
        try {
            answer(envelope, request.getInputStream(), response);
        } catch (MessageCorruptException e) {
            sealing.writeAnswer(response.getOutputStream(), envelope.id(), new MailboxAnswer.Corrupt(e.object()));
        } catch (RuntimeException e) { // the edge of the connection: the front end must know that it was not done
            if (Failures.categoryOf(e) == FailureCategory.RESOURCE) {
                LOG.warn("the mailbox store is not available: {}", e.toString());
            } else {
                LOG.error("a call of the mailbox store failed", e);
            }
            response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        }
    }

    private void answer(CallSealing.Envelope envelope, InputStream body, HttpServletResponse response)
            throws IOException {
        StreamKey streamKey = StreamKey.of(envelope.streamKey());
        if (envelope.call() instanceof MailboxCall.Read read) {
            answerRead(envelope, read, streamKey, response);
        } else if (envelope.call() instanceof MailboxCall.Append append) {
            try (InputStream content = streamKey.opening(body)) {
                MailboxAnswer answer = of(
                        store.append(
                                append.owner(),
                                append.folder(),
                                append.flags(),
                                append.internalDate(),
                                append.size(),
                                content),
                        MailboxAnswer.Appended::new);
                sealing.writeAnswer(response.getOutputStream(), envelope.id(), answer);
            }
        } else {
            sealing.writeAnswer(response.getOutputStream(), envelope.id(), perform(envelope.call()));
        }
    }

    private void answerRead(
            CallSealing.Envelope envelope, MailboxCall.Read read, StreamKey streamKey, HttpServletResponse response)
            throws IOException {
        StoreResult<InputStream> result =
                store.read(read.owner(), read.folder(), read.uid(), read.offset(), read.length());
        switch (result) {
            case StoreResult.Refused<InputStream>(StoreResult.Refusal refusal) ->
                sealing.writeAnswer(response.getOutputStream(), envelope.id(), new MailboxAnswer.Refused(refusal));
            case StoreResult.Done<InputStream>(InputStream content) -> {
                try (content) {
                    OutputStream out = response.getOutputStream();
                    sealing.writeAnswer(out, envelope.id(), new MailboxAnswer.Content());
                    // Closed only after all has been read: without its last segment the stream is no whole one.
                    OutputStream sealed = streamKey.sealing(out);
                    content.transferTo(sealed);
                    sealed.close();
                }
            }
        }
    }

    private MailboxAnswer perform(MailboxCall call) {
        return switch (call) {
            case MailboxCall.Folders c -> new MailboxAnswer.FolderList(store.folders(c.owner()));
            case MailboxCall.CreateFolder c ->
                of(store.createFolder(c.owner(), c.name(), c.specialUse()), MailboxAnswer.OneFolder::new);
            case MailboxCall.DeleteFolder c ->
                of(store.deleteFolder(c.owner(), c.name()), MailboxAnswer.OneFolder::new);
            case MailboxCall.RenameFolder c ->
                of(store.renameFolder(c.owner(), c.name(), c.newName()), MailboxAnswer.OneFolder::new);
            case MailboxCall.Subscribe c ->
                of(store.subscribe(c.owner(), c.name(), c.subscribed()), MailboxAnswer.OneFolder::new);
            case MailboxCall.Status c -> of(store.status(c.owner(), c.folder()), MailboxAnswer.Status::new);
            case MailboxCall.Open c -> of(store.open(c.owner(), c.name()), MailboxAnswer.Snapshot::new);
            case MailboxCall.ChangesSince c ->
                of(store.changesSince(c.owner(), c.folder(), c.since()), MailboxAnswer.Changes::new);
            case MailboxCall.Messages c ->
                new MailboxAnswer.Messages(store.messages(c.owner(), c.folder(), c.uids(), c.detail()));
            case MailboxCall.Search c -> new MailboxAnswer.Uids(store.search(c.owner(), c.folder(), c.key()));
            case MailboxCall.ChangeFlags c ->
                of(
                        store.changeFlags(c.owner(), c.folder(), c.uids(), c.change(), c.flags()),
                        MailboxAnswer.States::new);
            case MailboxCall.Copy c ->
                of(store.copy(c.owner(), c.folder(), c.uids(), c.target()), MailboxAnswer.Copied::of);
            case MailboxCall.Move c ->
                of(store.move(c.owner(), c.folder(), c.uids(), c.target()), MailboxAnswer.Copied::of);
            case MailboxCall.Expunge c -> of(store.expunge(c.owner(), c.folder(), c.uids()), MailboxAnswer.Uids::new);
            case MailboxCall.Read _, MailboxCall.Append _ -> throw new IllegalArgumentException("a call with a stream");
        };
    }

    private static <T> MailboxAnswer of(StoreResult<T> result, Function<T, MailboxAnswer> done) {
        return switch (result) {
            case StoreResult.Done<T>(T value) -> done.apply(value);
            case StoreResult.Refused<T>(StoreResult.Refusal refusal) -> new MailboxAnswer.Refused(refusal);
        };
    }
}
