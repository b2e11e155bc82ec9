package org.letterlock.messageauth.arc;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.BodyForm;
import org.letterlock.messageauth.dkim.BodyHash;
import org.letterlock.messageauth.dkim.DkimResult;
import org.letterlock.messageauth.dkim.KeyFinder;
import org.letterlock.messageauth.dkim.MessageSignature;
import org.letterlock.messageauth.dkim.SignatureCrypto;
import org.letterlock.messageauth.dkim.SignatureJudge;
import org.letterlock.messageauth.dkim.SignatureJudge.Judgement;
import org.letterlock.messageauth.dkim.SignatureReader;
import org.letterlock.messageauth.dkim.SignatureReading;
import org.letterlock.messageauth.dkim.SignedHeader;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * Validation of a message's chain (RFC 8617 section 5.2) in two steps: its header section says which digest of the body is
 * wanted, and with it the DNS and the time the chain is judged. Whatever the message holds, at most 50 sets are looked at,
 * with two questions, two signatures and one digest of the header for each; a chain that cannot be valid makes no question,
 * and the first signature that does not verify ends the work. Immutable.
 */
public final class ArcVerification {
    private final HeaderSection section;
    private final ArcChain chain;

    private ArcVerification(HeaderSection section, ArcChain chain) {
        this.section = section;
        this.chain = chain;
    }

    /** The first step: reads the chain. */
    public static ArcVerification of(HeaderSection section) {
        return new ArcVerification(section, ArcChain.of(section));
    }

    /** The digest of the body that the second step wants: that of the newest message signature; none without a chain. */
    public Set<BodyForm> bodyForms() {
        return chain instanceof ArcChain.Formed formed ? Set.of(formed.newest().bodyForm()) : Set.of();
    }

    /**
     * The second step. A DNS that does not answer makes a chain fail, because RFC 8617 has no other word for it.
     *
     * @param bodies what the body gave in each of {@link #bodyForms()}
     * @throws IllegalArgumentException if one of them is missing
     */
    public ArcReport verify(Map<BodyForm, BodyHash> bodies, DnsLookup dns, SignatureCrypto crypto, Instant now) {
        return switch (chain) {
            case ArcChain.Absent _ -> ArcReport.none();
            case ArcChain.Broken(String reason) -> ArcReport.fail(reason, false);
            case ArcChain.Formed formed -> {
                BodyHash body = bodies.get(formed.newest().bodyForm());
                if (body == null) {
                    throw new IllegalArgumentException("a digest of the body is missing");
                }
                yield verify(
                        formed, body, new SignatureJudge(new SignedHeader(section), new KeyFinder(dns), crypto, now));
            }
        };
    }

    private static ArcReport verify(ArcChain.Formed formed, BodyHash body, SignatureJudge judge) {
        List<ArcSet> sets = formed.sets();
        Judgement message = judge.judge(formed.newest(), body);
        if (message.result() != DkimResult.PASS) {
            return failed("message signature " + sets.size(), message);
        }
        List<String> sealers = new ArrayList<>();
        SealInput input = new SealInput();
        for (ArcSet set : sets) {
            Judgement seal =
                    judge.judge(set.sealSignature(), () -> input.of(set.results(), set.messageSignature(), set.seal()));
            if (seal.result() != DkimResult.PASS) {
                return failed("seal " + set.instance(), seal);
            }
            input.add(set.results(), set.messageSignature(), set.seal());
            sealers.addFirst(set.sealSignature().domain());
        }
        return ArcReport.pass(sealers, oldestPass(formed, body, judge));
    }

    // Step 5. An older signature that took the body in another form counts as one that no longer verifies, so that a
    // long
    // chain cannot have the body hashed in fifty ways.
    private static int oldestPass(ArcChain.Formed formed, BodyHash body, SignatureJudge judge) {
        List<ArcSet> sets = formed.sets();
        for (int i = sets.size() - 2; i >= 0; i--) {
            boolean good = SignatureReader.arc(sets.get(i).messageSignature())
                            instanceof SignatureReading.Usable(MessageSignature signature)
                    && signature.bodyForm().equals(formed.newest().bodyForm())
                    && judge.judge(signature, body).result() == DkimResult.PASS;
            if (!good) {
                return sets.get(i).instance() + 1;
            }
        }
        return 0;
    }

    private static ArcReport failed(String what, Judgement judgement) {
        return ArcReport.fail(what + ": " + judgement.reason(), judgement.result() == DkimResult.TEMPERROR);
    }
}
