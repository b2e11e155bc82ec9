package org.letterlock.senderpolicy.spf;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.inbound.SpfPolicy;
import org.letterlock.contracts.inbound.SpfPolicy.Action;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.contracts.inbound.SpfReply.Check;
import org.letterlock.contracts.inbound.SpfReply.Identity;
import org.letterlock.contracts.inbound.SpfReply.NameResult;
import org.letterlock.contracts.inbound.SpfReply.Reason;
import org.letterlock.contracts.inbound.SpfReply.Refusal;
import org.letterlock.contracts.inbound.SpfReply.Result;
import org.letterlock.contracts.inbound.SpfRequest;
import org.letterlock.mailsyntax.address.AddrSpec;
import org.letterlock.mailsyntax.address.ReversePath;
import org.letterlock.messageauth.dns.DnsLookup;
import org.letterlock.messageauth.iprev.ClientName;
import org.letterlock.messageauth.iprev.ReverseLookup;
import org.letterlock.messageauth.spf.SpfEvaluator;
import org.letterlock.messageauth.spf.SpfOutcome;
import org.letterlock.messageauth.spf.SpfQuery;

/** Evaluates SPF for the ingress and decides what follows (SPF-1 to SPF-3). Safe for use by any thread. */
final class SpfDecisions {
    private static final int MAX_TEXT = 200;
    private static final int MAX_REPLY = 480; // RFC 5321 section 4.5.3.1.5, less codes

    private final Supplier<DnsLookup> dns;
    private final Supplier<SpfPolicy> policy;
    private final TemporaryErrors temporaryErrors;
    private final String hostName;
    private final InstantSource clock;

    /** @param dns gives each message a look-up with a budget of its own (FLOW-5) */
    SpfDecisions(
            Supplier<DnsLookup> dns,
            Supplier<SpfPolicy> policy,
            TemporaryErrors temporaryErrors,
            String hostName,
            InstantSource clock) {
        this.dns = dns;
        this.policy = policy;
        this.temporaryErrors = temporaryErrors;
        this.hostName = hostName;
        this.clock = clock;
    }

    SpfReply decide(SpfRequest request) {
        DnsLookup lookup = dns.get();
        Optional<Reason> missing = new SenderRequirements(lookup).missing(request);
        if (missing.isPresent()) {
            return new SpfReply(List.of(), new Refusal(missing.get(), ""));
        }
        if (request.sparesSpf()) {
            return new SpfReply(List.of(), null);
        }
        SpfEvaluator evaluator = new SpfEvaluator(lookup);
        InetAddress client = request.client().toInetAddress();
        String helo = request.greeting();
        List<Check> checks = new ArrayList<>();
        SpfOutcome outcome = evaluator.check(SpfQuery.ofHelo(client, helo, hostName, clock.instant()));
        checks.add(check(Identity.HELO, outcome));
        if (request.reversePath() instanceof ReversePath.To(AddrSpec sender)) {
            String text = sender.localPart() + "@" + sender.domain().text();
            outcome = evaluator.check(SpfQuery.ofMailFrom(client, text, helo, hostName, clock.instant()));
            checks.add(check(Identity.MAIL_FROM, outcome));
        }
        ClientName name = new ReverseLookup(lookup).nameOf(client);
        return new SpfReply(
                checks,
                refusal(request, outcome),
                new SpfReply.ClientName(NameResult.valueOf(name.result().name()), name.name()));
    }

    private @Nullable Refusal refusal(SpfRequest request, SpfOutcome outcome) {
        SpfPolicy current = policy.get();
        return switch (outcome.result()) {
            case FAIL ->
                current.onFail() == Action.BLOCK
                        ? new Refusal(
                                Reason.FAIL,
                                shown("SPF check failed for " + outcome.domain() + ": "
                                        + why(current, request, outcome)))
                        : null;
            case PERMERROR ->
                current.onPermanentError() == Action.BLOCK
                        ? new Refusal(
                                Reason.PERMANENT_ERROR,
                                shown("SPF record of " + outcome.domain() + " cannot be used: " + outcome.detail()))
                        : null;
            case TEMPERROR ->
                temporaryErrors.isPatienceOver(request.client(), request.reversePath())
                        ? null
                        : new Refusal(Reason.TEMPORARY_ERROR, "");
            case NONE, NEUTRAL, PASS, SOFTFAIL -> null;
        };
    }

    private static String why(SpfPolicy policy, SpfRequest request, SpfOutcome outcome) {
        String own = policy.text();
        String theirs = outcome.explanation();
        if (own != null) {
            return own;
        }
        return theirs == null || theirs.isBlank()
                ? "it does not permit " + request.client().format()
                : theirs.substring(0, Math.min(MAX_TEXT, theirs.length()));
    }

    private static String shown(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.substring(0, Math.min(MAX_REPLY, printable.length()));
    }

    private static Check check(Identity identity, SpfOutcome outcome) {
        return new Check(identity, Result.valueOf(outcome.result().name()), shown(outcome.domain()), outcome.detail());
    }
}
