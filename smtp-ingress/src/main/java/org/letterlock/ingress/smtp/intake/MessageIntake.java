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
import org.letterlock.ingress.smtp.origin.Origin;
import org.letterlock.ingress.smtp.origin.OriginChecks;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.results.AuthenticationResults;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.messageauth.results.MethodResult.Method;
import org.letterlock.service.kafka.Requester;
import org.letterlock.service.kafka.TopicPublisher;
import org.letterlock.smtp.reply.SmtpReply;

/**
 * Takes a message over: has it signed (DKIM-19, DKIM-30) or its origin checked (FLOW-4), puts the fields in front that are known only now, and publishes the
 * one record that makes it durable (SMTP-7). Safe for use by any thread.
 */
public final class MessageIntake {
    private static final int MAX_MESSAGE_ID = 250;
    // Without smtp.auth: whoever reads the message need not learn which login stands behind an address.
    private static final List<MethodResult> LOGGED_IN = List.of(MethodResult.of(Method.AUTH, "pass"));

    private final Requester<SignRequest, SignReply> signer;
    private final OriginChecks originChecks;
    private final Domain hostName;
    private final TopicPublisher publisher;
    private final TraceField traceField;
    private final MailLog log;
    private final InstantSource clock;

    /** What is being accepted. */
    private record Acceptable(IncomingMessage message, Arrival arrival, QueueId queueId) {}

    /** An intake that asks {@code signer} or {@code originChecks}, and publishes by {@code publisher}. */
    public MessageIntake(
            Requester<SignRequest, SignReply> signer,
            OriginChecks originChecks,
            Domain hostName,
            TopicPublisher publisher,
            TraceField traceField,
            MailLog log,
            InstantSource clock) {
        this.signer = signer;
        this.originChecks = originChecks;
        this.hostName = hostName;
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
            case HeaderVerdict.Refused(var reply) ->
                CompletableFuture.completedFuture(new Acceptance.Refused(reply, null));
            case HeaderVerdict.Accepted(HeaderSection section, @Nullable Domain signingDomain) ->
                arrival.submitter().isLoggedIn()
                        ? submitted(acceptable, section, signingDomain)
                        : received(acceptable, section);
        });
    }

    private CompletionStage<Acceptance> submitted(
            Acceptable acceptable, HeaderSection section, @Nullable Domain signingDomain) {
        return signatures(acceptable, section, signingDomain)
                .thenCompose(signatures -> publish(acceptable, section, LOGGED_IN, signatures, false));
    }

    private CompletionStage<Acceptance> received(Acceptable acceptable, HeaderSection section) {
        IncomingMessage message = acceptable.message();
        Arrival arrival = acceptable.arrival();
        return originChecks
                .check(new OriginChecks.Message(
                        arrival.submitter(),
                        arrival.envelope().reversePath(),
                        arrival.spf(),
                        message.received(),
                        message.bodyHashes()))
                .thenCompose(origin -> switch (origin) {
                    case Origin.Told(List<MethodResult> results, boolean junk) ->
                        publish(acceptable, section, results, List.of(), junk);
                    case Origin.Refused(SmtpReply reply, String check) -> {
                        log.refused(arrival, section, check, reply);
                        yield CompletableFuture.completedFuture(new Acceptance.Refused(reply, check + ".rejected"));
                    }
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

    private CompletionStage<Acceptance> publish(
            Acceptable acceptable,
            HeaderSection section,
            List<MethodResult> results,
            List<Octets> signatures,
            boolean junk) {
        Instant now = clock.instant();
        Arrival arrival = acceptable.arrival();
        QueueId queueId = acceptable.queueId();
        byte[] prefix = prefix(
                new AuthenticationResults(hostName.text(), results).format(),
                signatures,
                traceField.of(arrival, queueId, now));
        return acceptable.message().seal(prefix).thenCompose(content -> {
            AcceptedMessage record = record(acceptable, section, content, now, junk);
            return publisher
                    .publish(Topics.MAIL_ACCEPTED, queueId.toString(), record)
                    .thenApply(_ -> {
                        log.received(record, arrival, section);
                        return new Acceptance.Accepted(queueId);
                    });
        });
    }

    private static AcceptedMessage record(
            Acceptable acceptable, HeaderSection section, SealedContent content, Instant now, boolean junk) {
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
                messageId(section),
                junk);
    }

    private static @Nullable String messageId(HeaderSection section) {
        return section.find("Message-ID")
                .map(HeaderField::body)
                .filter(id -> !id.isEmpty())
                .map(id -> id.substring(0, Math.min(MAX_MESSAGE_ID, id.length())))
                .orElse(null);
    }

    /** Each field stands above what was there when it was made. */
    private static byte[] prefix(HeaderField results, List<Octets> signatures, HeaderField received) {
        ByteArrayOutputStream prefix = new ByteArrayOutputStream(2048);
        prefix.writeBytes(results.octets());
        signatures.forEach(field -> prefix.writeBytes(field.view()));
        prefix.writeBytes(received.octets());
        return prefix.toByteArray();
    }
}
