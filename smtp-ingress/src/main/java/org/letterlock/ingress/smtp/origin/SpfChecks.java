package org.letterlock.ingress.smtp.origin;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.ingress.smtp.policy.ClientLimits;
import org.letterlock.ingress.smtp.policy.RecipientRules;
import org.letterlock.ingress.smtp.policy.Submitter;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.netty.access.AccessPolicies;
import org.letterlock.service.kafka.Requester;
import org.letterlock.smtp.reply.SmtpReplies;
import org.letterlock.smtp.session.RecipientRefusal;

/**
 * Asks sender-policy-service what the domains say that a client from outside names (SPF-1). Who has logged in, who may relay
 * for where it comes from (FLOW-2) and who is exempt (SPF-5) is not checked. With the same question goes what the limits require
 * of the DNS (LIMIT-5), of which other clients are exempt. Safe for use by any thread.
 */
public final class SpfChecks {
    /** Of a client that nobody was asked about. */
    public static final SpfReply NOT_CHECKED = new SpfReply(List.of(), null);

    private final Requester<SpfRequest, SpfReply> requester;
    private final RecipientRules relayRights;
    private final ClientLimits clientLimits;
    private final AccessPolicies policies;
    private final Supplier<SpfPolicy> policy;

    /** Checks by {@code requester}. */
    public SpfChecks(
            Requester<SpfRequest, SpfReply> requester,
            RecipientRules relayRights,
            ClientLimits clientLimits,
            AccessPolicies policies,
            Supplier<SpfPolicy> policy) {
        this.requester = requester;
        this.relayRights = relayRights;
        this.clientLimits = clientLimits;
        this.policies = policies;
        this.policy = policy;
    }

    /** Asked once the sender is accepted. The stage fails when there is no answer: a temporary failure for each recipient. */
    public CompletionStage<SpfReply> atMailFrom(Submitter submitter, String greeting, ReversePath reversePath) {
        if (submitter.isLoggedIn() || relayRights.isInRelayGroup(submitter)) {
            return CompletableFuture.completedFuture(NOT_CHECKED);
        }
        boolean sparesSpf = policies.isMember(policy.get().exemptGroup(), submitter.address());
        boolean requiresDomain = clientLimits.requireSenderDomain(submitter);
        boolean requiresName = clientLimits.requireReverseName(submitter);
        return sparesSpf && !requiresDomain && !requiresName
                ? CompletableFuture.completedFuture(NOT_CHECKED)
                : requester.ask(
                        submitter.connection().toString(),
                        new SpfRequest(
                                submitter.address(), greeting, reversePath, sparesSpf, requiresDomain, requiresName));
    }

    /** How administrators are told of a refusal. */
    public static String event(SpfReply reply) {
        SpfReply.Refusal refusal = reply.refusal();
        return refusal == null || refusal.reason().isOfSpf() ? "spf.rejected" : "smtp.sender-rejected";
    }

    /** Why no recipient is taken (SPF-2, SPF-3, LIMIT-5), or empty. */
    public static Optional<RecipientRefusal> refusal(SpfReply reply) {
        return Optional.ofNullable(reply.refusal())
                .map(refusal -> new RecipientRefusal.ByRule(
                        switch (refusal.reason()) {
                            case FAIL -> SmtpReplies.spfFailed(refusal.text());
                            case PERMANENT_ERROR -> SmtpReplies.spfUnusable(refusal.text());
                            case TEMPORARY_ERROR -> SmtpReplies.SPF_UNDECIDED;
                            case SENDER_DOMAIN_NOT_FOUND -> SmtpReplies.SENDER_DOMAIN_NOT_FOUND;
                            case SENDER_DOMAIN_NULL_MX -> SmtpReplies.SENDER_DOMAIN_NULL_MX;
                            case SENDER_DOMAIN_UNDECIDED -> SmtpReplies.SENDER_DOMAIN_UNDECIDED;
                            case NO_REVERSE_NAME -> SmtpReplies.NO_REVERSE_NAME;
                            case REVERSE_NAME_UNDECIDED -> SmtpReplies.REVERSE_NAME_UNDECIDED;
                        }));
    }
}
