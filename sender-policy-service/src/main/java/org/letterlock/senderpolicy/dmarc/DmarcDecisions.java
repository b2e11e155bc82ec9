package org.letterlock.senderpolicy.dmarc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.VerifyReply.Signature;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcReply.Disposition;
import org.letterlock.contracts.inbound.DmarcReply.Policy;
import org.letterlock.contracts.inbound.DmarcReply.Result;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Method;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Outcome;
import org.letterlock.messageauth.dmarc.AuthorDomain;
import org.letterlock.messageauth.dmarc.DmarcEvaluator;
import org.letterlock.messageauth.dmarc.DmarcPolicy;
import org.letterlock.messageauth.dmarc.DmarcResult;
import org.letterlock.messageauth.dmarc.DmarcVerdict;
import org.letterlock.messageauth.dns.DnsLookup;

/** Evaluates DMARC for the ingress and decides what follows (DMARC-2 to DMARC-6). Safe for use by any thread. */
final class DmarcDecisions {
    private final Supplier<DnsLookup> dns;
    private final Supplier<DmarcEnforcement> enforcement;

    /** @param dns gives each message a look-up with a budget of its own (FLOW-5) */
    DmarcDecisions(Supplier<DnsLookup> dns, Supplier<DmarcEnforcement> enforcement) {
        this.dns = dns;
        this.enforcement = enforcement;
    }

    /** What is done about a message, and why. */
    private record Decision(Disposition disposition, String reason) {}

    DmarcReply decide(DmarcRequest request) {
        HeaderSection authors = HeaderSection.of(request.authorFields().stream()
                .map(Octets::view)
                .map(HeaderField::ofOctets)
                .toList());
        AuthorDomain author = AuthorDomain.of(authors);
        DmarcVerdict verdict = new DmarcEvaluator(dns.get()).evaluate(author, identifiers(request));
        Domain domain = author instanceof AuthorDomain.Known(Domain known) ? known : null;
        Decision decision = decision(request, verdict, domain);
        return new DmarcReply(
                Result.valueOf(verdict.result().name()),
                domain == null ? null : domain.text(),
                verdict.policy() == null
                        ? null
                        : Policy.valueOf(verdict.policy().requested().name()),
                decision.disposition(),
                decision.reason());
    }

    // RFC 9989 section 5.3.2: of SPF, the identity of MAIL FROM, or of HELO where there is no other.
    private static List<AuthenticatedIdentifier> identifiers(DmarcRequest request) {
        List<AuthenticatedIdentifier> identifiers = new ArrayList<>();
        if (!request.spf().isEmpty()) {
            SpfReply.Check check = request.spf().getLast();
            Outcome outcome = switch (check.result()) {
                case PASS -> Outcome.PASS;
                case TEMPERROR -> Outcome.TEMPERROR;
                case NONE, NEUTRAL, FAIL, SOFTFAIL, PERMERROR -> Outcome.OTHER;
            };
            identifiers.add(new AuthenticatedIdentifier(Method.SPF, outcome, check.domain()));
        }
        for (Signature signature : request.signatures()) {
            Outcome outcome = switch (signature.result()) {
                case PASS -> signature.testing() ? Outcome.OTHER : Outcome.PASS;
                case TEMPERROR -> Outcome.TEMPERROR;
                case POLICY, FAIL, PERMERROR, NEUTRAL -> Outcome.OTHER;
            };
            identifiers.add(new AuthenticatedIdentifier(Method.DKIM, outcome, signature.domain()));
        }
        return identifiers;
    }

    private Decision decision(DmarcRequest request, DmarcVerdict verdict, @Nullable Domain author) {
        if (verdict.result() == DmarcResult.TEMPERROR) {
            return new Decision(Disposition.DEFER, "the DNS does not answer");
        }
        DmarcPolicy wanted = verdict.disposition();
        if (author == null || wanted == DmarcPolicy.NONE) {
            return new Decision(Disposition.ACCEPT, "");
        }
        DmarcEnforcement current = enforcement.get();
        if (current.exemptDomains().contains(author)) {
            return new Decision(Disposition.ACCEPT, "the author domain is exempt");
        }
        return wanted == DmarcPolicy.QUARANTINE
                ? new Decision(Disposition.JUNK, "quarantine")
                : switch (current.onReject()) {
                    case ALWAYS -> new Decision(Disposition.REFUSE, "reject");
                    case QUARANTINE -> new Decision(Disposition.JUNK, "reject is quarantine here");
                    case EVIDENCE -> byEvidence(request, author);
                };
    }

    // RFC 9989 section 7.4: a list or a forwarder breaks what a sender has made, and is no reason to refuse his mail.
    private static Decision byEvidence(DmarcRequest request, Domain author) {
        if (request.viaList()) {
            return new Decision(Disposition.JUNK, "reject, but it came through a list");
        }
        boolean spfFailed = !request.spf().isEmpty() && request.spf().getLast().result() == SpfReply.Result.FAIL;
        boolean signed = request.signatures().stream().anyMatch(signature -> isRelated(signature.domain(), author));
        return spfFailed || !signed
                ? new Decision(
                        Disposition.REFUSE, spfFailed ? "reject, and SPF fails" : "reject, and no signature of it")
                : new Decision(Disposition.JUNK, "reject, but nothing else speaks against it");
    }

    private static boolean isRelated(String signing, Domain author) {
        String domain = signing.toLowerCase(Locale.ROOT);
        return domain.equals(author.text())
                || author.text().endsWith("." + domain)
                || domain.endsWith("." + author.text());
    }
}
