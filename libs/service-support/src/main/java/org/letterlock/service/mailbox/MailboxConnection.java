package org.letterlock.service.mailbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.letterlock.contracts.mailbox.MailboxUnavailableException;
import org.letterlock.service.codec.UnreadableRecordException;
import org.letterlock.service.mailbox.CallSealing.Envelope;
import org.letterlock.service.sealing.SealedObjectCorruptException;
import org.letterlock.service.sealing.StreamKey;

/** Carries calls over HTTP. Blocks; safe for use by any thread. */
final class MailboxConnection {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final Duration APPEND = Duration.ofMinutes(10);
    private static final int PIPE = 256 * 1024;

    private final URI url;
    private final CallSealing sealing;
    private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .executor(threads)
            .build();

    MailboxConnection(URI base, CallSealing sealing) {
        url = base.resolve(MailboxStoreController.PATH);
        this.sealing = sealing;
    }

    /** An answer and what follows it. */
    record Opened(MailboxAnswer answer, InputStream content) {}

    MailboxAnswer call(MailboxCall call) {
        Envelope envelope = sealing.envelope(call, StreamKey.random().octets());
        try (InputStream body = send(BodyPublishers.ofByteArray(frame(envelope)), ANSWER)) {
            return sealing.readAnswer(body, envelope.id());
        } catch (IOException | SealedObjectCorruptException | UnreadableRecordException e) {
            throw unavailable(e);
        }
    }

    /** The caller closes the content. */
    Opened open(MailboxCall.Read call) {
        StreamKey streamKey = StreamKey.random();
        Envelope envelope = sealing.envelope(call, streamKey.octets());
        try {
            InputStream body = send(BodyPublishers.ofByteArray(frame(envelope)), ANSWER);
            try {
                MailboxAnswer answer = sealing.readAnswer(body, envelope.id());
                return new Opened(answer, answer instanceof MailboxAnswer.Content ? streamKey.opening(body) : body);
            } catch (IOException | RuntimeException e) {
                body.close();
                throw e;
            }
        } catch (IOException | SealedObjectCorruptException | UnreadableRecordException e) {
            throw unavailable(e);
        }
    }

    MailboxAnswer send(MailboxCall.Append call, InputStream content) {
        StreamKey streamKey = StreamKey.random();
        Envelope envelope = sealing.envelope(call, streamKey.octets());
        try (PipedInputStream sealed = new PipedInputStream(PIPE)) {
            PipedOutputStream pipe = new PipedOutputStream(sealed);
            threads.execute(() -> seal(content, streamKey, pipe));
            InputStream whole = new SequenceInputStream(new ByteArrayInputStream(frame(envelope)), sealed);
            try (InputStream body = send(BodyPublishers.ofInputStream(() -> whole), APPEND)) {
                return sealing.readAnswer(body, envelope.id());
            }
        } catch (IOException | SealedObjectCorruptException | UnreadableRecordException e) {
            throw unavailable(e);
        }
    }

    // A failure ends the thread without closing the pipe, which fails the reader, and so the request.
    private static void seal(InputStream content, StreamKey streamKey, PipedOutputStream pipe) {
        try {
            OutputStream sealing = streamKey.sealing(pipe);
            content.transferTo(sealing);
            sealing.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InputStream send(BodyPublisher body, Duration patience) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(patience)
                .header("Content-Type", "application/octet-stream")
                .POST(body)
                .build();
        try {
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() != 200) {
                response.body().close();
                throw new IOException("the mailbox store answered " + response.statusCode());
            }
            return response.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private byte[] frame(Envelope envelope) {
        byte[] sealed = sealing.seal(envelope);
        return ByteBuffer.allocate(Integer.BYTES + sealed.length)
                .putInt(sealed.length)
                .put(sealed)
                .array();
    }

    private static MailboxUnavailableException unavailable(Exception cause) {
        return new MailboxUnavailableException("the mailbox store cannot be reached", cause);
    }
}
