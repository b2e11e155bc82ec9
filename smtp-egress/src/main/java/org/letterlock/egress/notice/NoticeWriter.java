package org.letterlock.egress.notice;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.letterlock.contracts.event.Notice;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.Envelope;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.Recipient;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.egress.report.Addressees;
import org.letterlock.egress.report.ReportSigner;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.dkim.BodyDigest;
import org.letterlock.mailsyntax.dkim.Canonicalization;
import org.letterlock.service.sealing.ContentSealer;
import org.letterlock.service.sealing.SealingContent;

/** Makes messages of notices: with the null reverse-path, so that nothing comes back, sealed and signed like any other. Blocks. */
final class NoticeWriter {
    private final ContentSealer sealer;
    private final ReportSigner signer;
    private final Addressees addressees;
    private final Domain hostName;

    NoticeWriter(ContentSealer sealer, ReportSigner signer, Addressees addressees, Domain hostName) {
        this.sealer = sealer;
        this.signer = signer;
        this.addressees = addressees;
        this.hostName = hostName;
    }

    /** A message whose content is sealed and that nobody knows of yet. */
    record Written(AcceptedMessage message, SealingContent content) {}

    /**
     * The message; empty where nobody receives it.
     *
     * @throws org.letterlock.service.kafka.NoAnswerException when it cannot be signed now
     */
    Optional<Written> write(Notice notice, Instant writtenAt) {
        List<Recipient> recipients = notice.recipients().stream()
                .flatMap(address -> addressees.of(address).stream())
                .toList();
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        QueueId id = new QueueId(notice.id()); // the mailstore, too, takes each id once
        Domain author = addressees.author(notice.recipients().getFirst());
        NoticeText text = new NoticeText(notice, author, hostName, writtenAt);
        BodyDigest digest = new BodyDigest(Canonicalization.RELAXED);
        digest.update(text.body());
        byte[] signatures = signer.sign(id, author, text.header(), digest.digest());
        SealingContent content = sealer.start(Addressees.readers(recipients));
        try {
            content.write(ByteBuffer.wrap(text.header())).toCompletableFuture().join();
            content.write(ByteBuffer.wrap(text.body())).toCompletableFuture().join();
            SealedContent sealed =
                    content.finish(signatures).toCompletableFuture().join();
            Envelope envelope = new Envelope(new ReversePath.Null(), null, null, recipients);
            return Optional.of(new Written(
                    new AcceptedMessage(id, writtenAt, envelope, sealed, "egress", null, null, false), content));
        } catch (RuntimeException e) {
            content.abandon();
            throw e;
        }
    }
}
