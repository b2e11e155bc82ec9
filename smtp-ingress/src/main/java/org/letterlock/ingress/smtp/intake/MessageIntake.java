package org.letterlock.ingress.smtp.intake;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.TimeOrderedUuid;
import org.letterlock.contracts.Topics;
import org.letterlock.contracts.dkim.SignReply;
import org.letterlock.contracts.dkim.SignRequest;
import org.letterlock.contracts.mail.AcceptedMessage;
import org.letterlock.contracts.mail.QueueId;
import org.letterlock.contracts.mail.SealedContent;
import org.letterlock.ingress.smtp.content.HeaderVerdict;
import org.letterlock.ingress.smtp.content.IncomingMessage;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.TopicPublisher;

/**
 * Takes a message over: has it signed (DKIM-19, DKIM-30), puts the fields in front that are known only now, and publishes the
 * one record that makes it durable (SMTP-7). Safe for use by any thread.
 */
public final class MessageIntake {
    private static final int MAX_MESSAGE_ID = 250;

    private final Requester<SignRequest, SignReply> signer;
    private final TopicPublisher publisher;
    private final TraceField traceField;
    private final MailLog log;
    private final InstantSource clock;

    /** What is being accepted. */
    private record Acceptable(IncomingMessage message, Arrival arrival, QueueId queueId) {}

    /** An intake that asks {@code signer} and publishes by {@code publisher}. */
    public MessageIntake(
            Requester<SignRequest, SignReply> signer,
            TopicPublisher publisher,
            TraceField traceField,
            MailLog log,
            InstantSource clock) {
        this.signer = signer;
        this.publisher = publisher;
        this.traceField = traceField;
        this.log = log;
        this.clock = clock;
    }

    /**
     * Accepts a message whose data is complete. Only when the stage says so may 250 be sent; it fails when the message cannot
     * be made durable now, and the client keeps it.
     */
    public CompletionStage<Acceptance> accept(IncomingMessage message, Arrival arrival) {
        QueueId queueId = new QueueId(TimeOrderedUuid.of(clock.instant(), UUID.randomUUID()));
        Acceptable acceptable = new Acceptable(message, arrival, queueId);
        return message.end().thenCompose(verdict -> switch (verdict) {
            case HeaderVerdict.Refused(var reply) -> CompletableFuture.completedFuture(new Acceptance.Refused(reply));
            case HeaderVerdict.Accepted(HeaderSection section, @Nullable Domain signingDomain) ->
                signatures(acceptable, section, signingDomain)
                        .thenCompose(signatures -> publish(acceptable, section, signatures));
        });
    }

    private CompletionStage<List<Octets>> signatures(
            Acceptable acceptable, HeaderSection section, @Nullable Domain signingDomain) {
        if (signingDomain == null) {
            return CompletableFuture.completedFuture(List.of());
        }
        SignRequest request = new SignRequest(
                acceptable.queueId(),
                signingDomain,
                section.fields().stream()
                        .map(HeaderField::octets)
                        .map(Octets::wrap)
                        .toList(),
                acceptable.message().bodyDigest());
        return signer.ask(acceptable.queueId().toString(), request).thenApply(reply -> switch (reply) {
            case SignReply.Signed(List<Octets> fields) -> fields;
            case SignReply.Unsigned _ -> List.of();
        });
    }

    private CompletionStage<Acceptance> publish(Acceptable acceptable, HeaderSection section, List<Octets> signatures) {
        Instant now = clock.instant();
        Arrival arrival = acceptable.arrival();
        QueueId queueId = acceptable.queueId();
        byte[] prefix = prefix(signatures, traceField.of(arrival, queueId, now));
        return acceptable.message().seal(prefix).thenCompose(content -> {
            AcceptedMessage record = record(acceptable, section, content, now);
            return publisher
                    .publish(Topics.MAIL_ACCEPTED, queueId.toString(), record)
                    .thenApply(_ -> {
                        log.received(record, arrival, section);
                        return new Acceptance.Accepted(queueId);
                    });
        });
    }

    private static AcceptedMessage record(
            Acceptable acceptable, HeaderSection section, SealedContent content, Instant now) {
        Arrival arrival = acceptable.arrival();
        Submitter submitter = arrival.submitter();
        return new AcceptedMessage(
                acceptable.queueId(),
                now,
                arrival.envelope(),
                content,
                submitter.service(),
                submitter.address().format(),
                submitter.account(),
                acceptable.message().isEightBit(),
                messageId(section));
    }

    private static @Nullable String messageId(HeaderSection section) {
        return section.find("Message-ID")
                .map(HeaderField::body)
                .filter(id -> !id.isEmpty())
                .map(id -> id.substring(0, Math.min(MAX_MESSAGE_ID, id.length())))
                .orElse(null);
    }

    /** Signature fields above the Received field: each field stands above what was there when it was made. */
    private static byte[] prefix(List<Octets> signatures, HeaderField received) {
        ByteArrayOutputStream prefix = new ByteArrayOutputStream(2048);
        signatures.forEach(field -> prefix.writeBytes(field.view()));
        prefix.writeBytes(received.octets());
        return prefix.toByteArray();
    }
}
