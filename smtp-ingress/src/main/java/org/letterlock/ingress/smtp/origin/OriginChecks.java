package org.letterlock.ingress.smtp.origin;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyReply.Signature;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimVerification;
import org.letterlock.messageauth.results.MethodResult;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.service.kafka.Requester;
import org.letterlock.smtp.reply.SmtpReplies;

/**
 * Asks dkim-service what the signatures of a message from outside are worth (DKIM-42, ARC-1) and then sender-policy-service whether
 * it is from whom it says (DMARC-2). DMARC builds on SPF, so whom SPF spares is spared. Safe for use by any thread.
 */
public final class OriginChecks {
    private static final List<String> MARKS_OF_LISTS = List.of("List-Id", "List-Post");

    private static final List<String> SIGNED = List.of(DkimVerification.FIELD, "ARC-Seal");
    private static final VerifyReply NOTHING_SIGNED = new VerifyReply(List.of(), null);

    private final Requester<VerifyRequest, VerifyReply> verifier;
    private final Requester<DmarcRequest, DmarcReply> dmarc;
    private final AccessPolicies policies;
    private final Supplier<DmarcEnforcement> enforcement;

    /** Checks by those two. */
    public OriginChecks(
            Requester<VerifyRequest, VerifyReply> verifier,
            Requester<DmarcRequest, DmarcReply> dmarc,
            AccessPolicies policies,
            Supplier<DmarcEnforcement> enforcement) {
        this.verifier = verifier;
        this.dmarc = dmarc;
        this.policies = policies;
        this.enforcement = enforcement;
    }

    /**
     * A message from outside.
     *
     * @param header as it came
     * @param bodies what the body gave in each form that the signatures want
     */
    public record Message(
            Submitter submitter,
            ReversePath reversePath,
            SpfReply spf,
            HeaderSection header,
            Map<BodyForm, BodyHash> bodies) {}

    /** The origin of a message. The stage fails when there is no answer: a temporary failure. */
    public CompletionStage<Origin> check(Message message) {
        return verify(message).thenCompose(verified -> {
            List<MethodResult> results = Stream.of(
                            OriginResults.spf(message),
                            OriginResults.dkim(verified.signatures()),
                            OriginResults.arc(verified),
                            OriginResults.client(message))
                    .flatMap(List::stream)
                    .toList();
            return isSpared(message)
                    ? CompletableFuture.completedFuture(new Origin.Told(results, false))
                    : dmarc.ask(key(message), question(message, verified.signatures()))
                            .thenApply(reply -> judged(results, reply));
        });
    }

    private CompletionStage<VerifyReply> verify(Message message) {
        HeaderSection header = message.header();
        if (SIGNED.stream().allMatch(name -> header.find(name).isEmpty())) {
            return CompletableFuture.completedFuture(NOTHING_SIGNED);
        }
        VerifyRequest request = new VerifyRequest(
                octets(header.fields()),
                message.bodies().entrySet().stream()
                        .map(body -> new org.letterlock.contracts.dkim.BodyHash(
                                body.getKey().canonicalization(),
                                body.getKey().limit(),
                                body.getValue().sha256(),
                                body.getValue().canonicalLength()))
                        .toList(),
                DkimVerification.DEFAULT_MOST);
        return verifier.ask(key(message), request);
    }

    private boolean isSpared(Message message) {
        return message.spf().checks().isEmpty()
                || policies.isMember(
                        enforcement.get().exemptGroup(), message.submitter().address());
    }

    private static DmarcRequest question(Message message, List<Signature> signatures) {
        HeaderSection header = message.header();
        return new DmarcRequest(
                octets(header.all("From")),
                message.spf().checks(),
                signatures,
                MARKS_OF_LISTS.stream().anyMatch(name -> header.find(name).isPresent()));
    }

    private static Origin judged(List<MethodResult> results, DmarcReply reply) {
        return switch (reply.disposition()) {
            case REFUSE -> new Origin.Refused(SmtpReplies.dmarcFailed(String.valueOf(reply.author())), "dmarc");
            case DEFER -> new Origin.Refused(SmtpReplies.DMARC_UNDECIDED, "dmarc");
            case ACCEPT, JUNK ->
                new Origin.Told(
                        Stream.concat(results.stream(), Stream.of(OriginResults.dmarc(reply)))
                                .toList(),
                        reply.disposition() == DmarcReply.Disposition.JUNK);
        };
    }

    private static String key(Message message) {
        return message.submitter().connection().toString();
    }

    private static List<Octets> octets(List<HeaderField> fields) {
        return fields.stream().map(HeaderField::octets).map(Octets::wrap).toList();
    }
}
