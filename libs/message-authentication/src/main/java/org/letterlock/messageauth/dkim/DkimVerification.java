package org.letterlock.messageauth.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.dkim.SignatureJudge.Judgement;
import org.letterlock.messageauth.dkim.SignatureReading.Faulty;
import org.letterlock.messageauth.dkim.SignatureReading.Usable;
import org.letterlock.messageauth.dns.DnsLookup;

/**
 * Verification of a message in two steps (DKIM-42, DKIM-48): its header section says which digests of the body are wanted, and
 * with them the DNS and the time it is judged. Whatever the message holds, at most {@code most} signatures are verified, with
 * as many questions and digests. Immutable.
 */
public final class DkimVerification {
    /** How many signatures are verified unless settings say otherwise. */
    public static final int DEFAULT_MOST = 10;

    /** The field that holds a signature. */
    public static final String FIELD = "DKIM-Signature";

    private static final int HIGHEST_MOST = 50;

    private final HeaderSection section;
    private final List<MessageSignature> chosen;
    private final List<Faulty> others;

    private DkimVerification(HeaderSection section, List<MessageSignature> chosen, List<Faulty> others) {
        this.section = section;
        this.chosen = List.copyOf(chosen);
        this.others = List.copyOf(others);
    }

    /**
     * The first step: reads the signatures of a message, those of its author's domain before others.
     *
     * @param most how many are verified, 1 to 50; further ones are {@code neutral}
     */
    public static DkimVerification of(HeaderSection section, int most) {
        if (most < 1 || most > HIGHEST_MOST) {
            throw new IllegalArgumentException("1 to 50 signatures");
        }
        List<MessageSignature> readable = new ArrayList<>();
        List<Faulty> others = new ArrayList<>();
        for (var field : section.all(FIELD)) {
            switch (SignatureReader.dkim(field)) {
                case Usable(MessageSignature signature) -> readable.add(signature);
                case Faulty faulty -> others.add(faulty);
            }
        }
        AuthorDomains authors = AuthorDomains.of(section);
        readable.sort(Comparator.comparingInt(signature -> authors.distance(signature.domain())));
        int verified = Math.min(most, readable.size());
        for (MessageSignature left : readable.subList(verified, readable.size())) {
            others.add(new Faulty(DkimResult.NEUTRAL, "too many signatures", left.label()));
        }
        return new DkimVerification(section, readable.subList(0, verified), others);
    }

    /** The digests of the body that the second step wants, each once, at most as many as signatures are verified. */
    public Set<BodyForm> bodyForms() {
        Set<BodyForm> forms = new LinkedHashSet<>();
        for (MessageSignature signature : chosen) {
            forms.add(signature.bodyForm());
        }
        return forms;
    }

    /**
     * The second step.
     *
     * @param bodies what the body gave in each of {@link #bodyForms()}
     * @throws IllegalArgumentException if one of them is missing
     */
    public DkimReport verify(Map<BodyForm, BodyHash> bodies, DnsLookup dns, SignatureCrypto crypto, Instant now) {
        SignatureJudge judge = new SignatureJudge(new SignedHeader(section), new KeyFinder(dns), crypto, now);
        Prefixes prefixes = Prefixes.of(chosen, others);
        List<DkimVerdict> verdicts = new ArrayList<>();
        for (MessageSignature signature : chosen) {
            BodyHash body = bodies.get(signature.bodyForm());
            if (body == null) {
                throw new IllegalArgumentException("a digest of the body is missing");
            }
            Judgement judgement = judge.judge(signature, body);
            verdicts.add(new DkimVerdict(
                    judgement.result(), judgement.reason(), prefixes.shorten(signature.label()), judgement.testing()));
        }
        for (Faulty other : others) {
            verdicts.add(new DkimVerdict(other.result(), other.reason(), prefixes.shorten(other.label()), false));
        }
        return new DkimReport(verdicts);
    }
}
