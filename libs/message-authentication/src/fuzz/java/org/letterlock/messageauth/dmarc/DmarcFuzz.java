package org.letterlock.messageauth.dmarc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.util.List;
import org.letterlock.mailsyntax.header.HeaderField;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.PublishedText;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Method;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Outcome;

/** Whatever is published and whoever wrote, DMARC comes to a verdict, and nobody passes who has nothing to show. */
class DmarcFuzz {
    private static final int MOST_QUESTIONS = 20;

    @DictionaryEntries({"v=DMARC1;", "p=reject", "sp=", "np=", "psd=y", "psd=n", "t=y", "adkim=s", "aspf=r", "rua=mailto:", ";", "="})
    @FuzzTest
    void aVerdictIsReached(@NotNull String record, @NotNull String from, @NotNull String signing) {
        PublishedText dns = new PublishedText(record);
        AuthorDomain author =
                AuthorDomain.of(HeaderSection.of(List.of(HeaderField.of("From", from.replaceAll("[^ -~]", "?")))));
        DmarcVerdict verdict = new DmarcEvaluator(dns)
                .evaluate(author, List.of(new AuthenticatedIdentifier(Method.DKIM, Outcome.OTHER, signing)));

        assertThat(verdict.result()).isNotEqualTo(DmarcResult.PASS);
        assertThat(dns.questions()).isLessThan(MOST_QUESTIONS);
    }
}
