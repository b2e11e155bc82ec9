package org.letterlock.messageauth.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.PublishedText;
import org.letterlock.messageauth.arc.ArcReport;
import org.letterlock.messageauth.arc.ArcVerification;

/** Nothing that a header or a key record says makes a signature or a chain pass, nor costs more than the limits. */
class SignedMessageFuzz {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String LINE_END = "\r\n"; // a bar stands for it, since a dictionary cannot have it
    private static final int MOST_QUESTIONS = 70; // ten signatures, fifty seals and their messages' signatures

    @DictionaryEntries({
        "DKIM-Signature: v=1; a=rsa-sha256; d=a.example; s=s; h=From; bh=AAAA; b=AAAA|",
        "ARC-Seal: i=1; a=rsa-sha256; cv=none; d=a.example; s=s; b=AAAA|",
        "ARC-Message-Signature: i=1; a=rsa-sha256; d=a.example; s=s; h=From; bh=AAAA; b=AAAA|",
        "ARC-Authentication-Results: i=1; a.example; none|", "From: a@a.example|", "; l=1", "; x=1", "; i=@", "a=ed25519-sha256",
        "v=DKIM1; p=", "k=ed25519; ", "| "
    })
    @FuzzTest
    void nothingPasses(@NotNull String header, @NotNull String record) {
        if (!(HeaderSection.parse(header.replace("|", LINE_END).getBytes(ISO_8859_1), HeaderLimits.DEFAULT)
                instanceof HeaderReading.Complete(HeaderSection section))) {
            return;
        }
        PublishedText dns = new PublishedText(record);
        SignatureCrypto crypto = SignatureCrypto.ofJdk();
        DkimVerification signatures = DkimVerification.of(section, DkimVerification.DEFAULT_MOST);
        ArcVerification chain = ArcVerification.of(section);

        assertThat(signatures.verify(empty(signatures.bodyForms()), dns, crypto, NOW).verdicts())
                .noneMatch(verdict -> verdict.result() == DkimResult.PASS);
        ArcReport report = chain.verify(empty(chain.bodyForms()), dns, crypto, NOW);
        assertThat(report.sealers()).isEmpty();
        assertThat(dns.questions()).isLessThan(MOST_QUESTIONS);
    }

    private static Map<BodyForm, BodyHash> empty(Set<BodyForm> forms) {
        Map<BodyForm, BodyHash> bodies = new HashMap<>();
        forms.forEach(form -> bodies.put(form, BodyHash.of(form.newDigest())));
        return bodies;
    }
}
