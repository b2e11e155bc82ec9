package org.letterlock.egress.report;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.Envelope.Returned;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.egress.report.ReportText.Returning;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.kafka.NoAnswerException;
import org.letterlock.service.sealing.ContentOpener;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SealingContent;

/** Makes reports: new messages with the null reverse-path, sealed like any other. Blocks. */
public final class ReportWriter {
    private static final int COPY = 32 * 1024;

    private final ContentOpener opener;
    private final ContentSealer sealer;
    private final ReportSigner signer;
    private final Addressees addressees;
    private final Domain hostName;

    /** @param hostName the reporting server */
    ReportWriter(
            ContentOpener opener, ContentSealer sealer, ReportSigner signer, Addressees addressees, Domain hostName) {
        this.opener = opener;
        this.sealer = sealer;
        this.signer = signer;
        this.addressees = addressees;
        this.hostName = hostName;
    }

    /** A report whose content is sealed and that nobody knows of yet. */
    public record Written(AcceptedMessage report, SealingContent content) {
        /** Deletes the content; nobody will know of it. */
        public void abandon() {
            content.abandon();
        }
    }

    /**
     * The report of that kind; empty where there is nobody to send it to.
     *
     * @throws NoAnswerException when it cannot be signed now; it is to be made again later (DKIM-29)
     */
    public Optional<Written> write(
            ReportKind kind, AcceptedMessage message, List<ReportedRecipient> recipients, Instant now) {
        return switch (message.envelope().reversePath()) {
            case ReversePath.Null _ -> Optional.empty();
            case ReversePath.To(AddrSpec sender) -> {
                List<Recipient> readers = addressees.of(sender);
                yield readers.isEmpty()
                        ? Optional.empty()
                        : Optional.of(write(kind, message, recipients, sender, readers, now));
            }
        };
    }

    private Written write(
            ReportKind kind,
            AcceptedMessage message,
            List<ReportedRecipient> recipients,
            AddrSpec sender,
            List<Recipient> readers,
            Instant now) {
        QueueId reportId = ReportIds.of(message.queueId(), kind, recipients);
        Domain author = addressees.author(sender);
        ReportText text = new ReportText(reportId, kind, message, recipients, hostName, author, now);
        SealingContent content = sealer.start(Addressees.readers(readers));
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        try (InputStream original =
                new BufferedInputStream(opener.open(message.content(), opener.unwrap(message.content())), COPY)) {
            boolean whole = kind == ReportKind.FAILED && message.envelope().returned() == Returned.FULL;
            byte[] returned = whole ? new byte[0] : ReturnedMessage.headerOf(original);
            boolean eightBit = whole ? message.needs8BitMime() : ReturnedMessage.hasEightBit(returned);
            byte[] header = text.header(sender, eightBit);
            write(content, header);
            writeBody(content, digest, text.front(whole ? Returning.WHOLE_MESSAGE : Returning.HEADER, eightBit));
            writeBody(content, digest, returned);
            if (whole) {
                copy(original, content, digest);
            }
            writeBody(content, digest, text.back());
            byte[] signatures = signer.sign(reportId, author, header, digest.digest());
            SealedContent sealed =
                    content.finish(signatures).toCompletableFuture().join();
            Envelope envelope = new Envelope(new ReversePath.Null(), null, null, readers);
            return new Written(
                    new AcceptedMessage(
                            reportId, now, envelope, sealed, "egress", null, null, eightBit, text.messageId(), false),
                    content);
        } catch (IOException e) {
            content.abandon();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            content.abandon();
            throw e;
        }
    }

    private static void copy(InputStream original, SealingContent content, BodyDigest digest) throws IOException {
        byte[] piece = new byte[COPY];
        for (int length = original.read(piece); length >= 0; length = original.read(piece)) {
            digest.update(piece, 0, length);
            content.write(ByteBuffer.wrap(piece, 0, length))
                    .toCompletableFuture()
                    .join();
        }
    }

    private static void writeBody(SealingContent content, BodyDigest digest, byte[] octets) {
        digest.update(octets);
        write(content, octets);
    }

    private static void write(SealingContent content, byte[] octets) {
        content.write(ByteBuffer.wrap(octets)).toCompletableFuture().join();
    }
}
