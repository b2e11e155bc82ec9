package org.letterlock.dkim.verification;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.dkim.VerifyReply.Chain;
import org.letterlock.contracts.dkim.VerifyReply.Result;
import org.letterlock.contracts.dkim.VerifyReply.Signature;
import org.letterlock.contracts.dkim.VerifyRequest;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.arc.ArcReport;
import org.letterlock.messageauth.arc.ArcVerification;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimResult;
import org.letterlock.messageauth.dkim.DkimVerdict;
import org.letterlock.messageauth.dkim.DkimVerification;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dkim.SignatureLabel;
import org.letterlock.messageauth.dns.DnsLookup;

/** Answers the requests to verify. Safe for use by any thread. */
final class VerifyRequests {
    private final Supplier<DnsLookup> dns;
    private final SignatureCrypto crypto;
    private final InstantSource clock;

    /** @param dns gives each message a look-up with a budget of its own (FLOW-5) */
    VerifyRequests(Supplier<DnsLookup> dns, SignatureCrypto crypto, InstantSource clock) {
        this.dns = dns;
        this.crypto = crypto;
        this.clock = clock;
    }

    VerifyReply answer(VerifyRequest request) {
        HeaderSection section = HeaderSection.of(request.headerFields().stream()
                .map(Octets::view)
                .map(HeaderField::ofOctets)
                .toList());
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        for (var body : request.bodies()) {
            bodies.put(
                    new BodyForm(body.canonicalization(), body.limit()),
                    new BodyHash(body.sha256(), body.canonicalLength()));
        }
        DnsLookup lookup = dns.get();
        Instant now = clock.instant();
        List<Signature> signatures =
                DkimVerification.of(section, request.most()).verify(bodies, lookup, crypto, now).verdicts().stream()
                        .map(VerifyRequests::signature)
                        .toList();
        ArcReport chain = ArcVerification.of(section).verify(bodies, lookup, crypto, now);
        return new VerifyReply(signatures, chain(chain));
    }

    private static @Nullable Chain chain(ArcReport report) {
        return switch (report.result()) {
            case NONE -> null;
            case PASS ->
                new Chain(true, "", report.sealers().size(), report.oldestPass().orElse(0));
            case FAIL -> new Chain(false, report.reason(), 0, 0);
        };
    }

    private static Signature signature(DkimVerdict verdict) {
        SignatureLabel label = verdict.label();
        return new Signature(
                result(verdict.result()),
                verdict.reason(),
                label.domain(),
                label.identity(),
                label.selector(),
                label.algorithm(),
                label.signature(),
                verdict.testing());
    }

    private static Result result(DkimResult result) {
        return switch (result) {
            case PASS -> Result.PASS;
            case POLICY -> Result.POLICY;
            case FAIL -> Result.FAIL;
            case TEMPERROR -> Result.TEMPERROR;
            case PERMERROR -> Result.PERMERROR;
            case NEUTRAL, NONE -> Result.NEUTRAL;
        };
    }
}
