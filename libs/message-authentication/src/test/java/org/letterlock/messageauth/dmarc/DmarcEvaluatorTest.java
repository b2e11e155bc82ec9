package org.letterlock.messageauth.dmarc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.letterlock.mailsyntax.header.HeaderLimits;
import org.letterlock.mailsyntax.header.HeaderReading;
import org.letterlock.mailsyntax.header.HeaderSection;
import org.letterlock.messageauth.Zone;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Method;
import org.letterlock.messageauth.dmarc.AuthenticatedIdentifier.Outcome;

class DmarcEvaluatorTest {
    private final Zone zone = new Zone();

    @ParameterizedTest
    @Tag("DMARC-2")
    @CsvSource(delimiter = '|', textBlock = """
                    example.com      | v=DMARC1;p=reject         | SPF  | example.com      | PASS
                    example.com      | v=DMARC1;p=reject         | SPF  | mail.example.com | PASS
                    example.com      | v=DMARC1;p=reject         | DKIM | EXAMPLE.com.     | PASS
                    example.com      | v=DMARC1;p=reject;adkim=s | DKIM | mail.example.com | FAIL
                    example.com      | v=DMARC1;p=reject;adkim=s | SPF  | mail.example.com | PASS
                    example.com      | v=DMARC1;p=reject;aspf=s  | SPF  | mail.example.com | FAIL
                    news.example.com | v=DMARC1;p=reject         | DKIM | mail.example.com | PASS
                    news.example.com | v=DMARC1;p=reject         | DKIM | example.com      | PASS
                    example.com      | v=DMARC1;p=reject         | DKIM | badexample.com   | FAIL
                    example.com      | v=DMARC1;p=reject         | SPF  | com              | FAIL
                    example.com      | v=DMARC1;p=reject         | SPF  | ''               | FAIL
                    """)
    void passNeedsAnAlignedIdentifier(String author, String record, Method method, String domain, DmarcResult result) {
        zone.add("_dmarc.example.com", "TXT", record);

        assertThat(evaluate(author, passed(method, domain)).result()).isEqualTo(result);
    }

    @ParameterizedTest
    @Tag("DMARC-1")
    @Tag("DMARC-3")
    @CsvSource(delimiter = '|', textBlock = """
                    example.com      | v=DMARC1;p=reject                          | REJECT
                    example.com      | V = DMARC1 ; P = Reject ;                  | REJECT
                    example.com      | v=DMARC1;p=reject;pct=0;rf=afrf;ri=1       | REJECT
                    example.com      | v=DMARC1;p=reject;t=y                      | QUARANTINE
                    example.com      | v=DMARC1;p=quarantine;t=y                  | NONE
                    example.com      | v=DMARC1;p=reject;sp=none;np=none          | REJECT
                    www.example.com  | v=DMARC1;p=reject;sp=quarantine;np=none    | QUARANTINE
                    www.example.com  | v=DMARC1;p=reject;np=none                  | REJECT
                    no.example.com   | v=DMARC1;p=none;np=reject                  | REJECT
                    no.example.com   | v=DMARC1;p=none;sp=quarantine              | QUARANTINE
                    example.com      | v=DMARC1;rua=mailto:d@example.com          | NONE
                    example.com      | v=DMARC1;p=refuse;rua=mailto:d@example.com!10m | NONE
                    example.com      | v=DMARC1;p=reject;p=reject;nonsense;;=;a=b=c   | REJECT
                    """)
    void theDispositionFollowsTheTags(String author, String record, DmarcPolicy disposition) {
        zone.add("_dmarc.example.com", "TXT", record).add("www.example.com", "A", "192.0.2.1");

        DmarcVerdict verdict = evaluate(author);

        assertThat(verdict.result()).isEqualTo(DmarcResult.FAIL);
        assertThat(verdict.disposition()).isEqualTo(disposition);
    }

    @ParameterizedTest
    @Tag("DMARC-5")
    @CsvSource(delimiter = '|', textBlock = """
                    v=DMARC1                           | PERMERROR
                    v=DMARC1;p=refuse                  | PERMERROR
                    v=DMARC1;p=reject;sp=x             | PERMERROR
                    v=DMARC1;p=reject;p=none           | PERMERROR
                    v=DMARC1;p=refuse;rua=nowhere      | PERMERROR
                    v=dmarc1;p=reject                  | NONE
                    v=DMARC12;p=reject                 | NONE
                    p=reject;v=DMARC1                  | NONE
                    ;v=DMARC1;p=reject                 | NONE
                    =                                  | NONE
                    """)
    void aFaultyRecordIsAnErrorAndAForeignOneIsNone(String record, DmarcResult result) {
        zone.add("_dmarc.example.com", "TXT", record);

        assertThat(evaluate("example.com", passed(Method.SPF, "example.com")).result())
                .isEqualTo(result);
    }

    @Test
    @Tag("DMARC-1")
    void severalRecordsCountAsNone() {
        zone.add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject").add("_dmarc.example.com", "TXT", "v=DMARC1;p=none");

        assertThat(evaluate("example.com").result()).isEqualTo(DmarcResult.NONE);
    }

    @Test
    @Tag("DMARC-1")
    void otherTextsBesideTheRecordDoNotMatter() {
        zone.add("_dmarc.example.com", "TXT", "v=spf1 -all").add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");

        assertThat(evaluate("example.com").disposition()).isEqualTo(DmarcPolicy.REJECT);
    }

    @Test
    @Tag("DMARC-1")
    void aLongNameTakesEightQuestions() {
        zone.add("_dmarc.c.d.e.f.g.example.com", "TXT", "v=DMARC1;p=reject")
                .add("_dmarc.z.b.c.d.e.f.g.example.com", "TXT", "v=DMARC1;p=none");

        DmarcVerdict verdict = evaluate("w.x.y.z.b.c.d.e.f.g.example.com");

        assertThat(verdict.disposition()).isEqualTo(DmarcPolicy.REJECT);
        assertThat(zone.questions()).isEqualTo(8);
    }

    @Test
    @Tag("DMARC-1")
    void anOrganizationEndsTheWalk() {
        zone.add("_dmarc.dept.example.com", "TXT", "v=DMARC1;p=none;sp=quarantine;psd=n")
                .add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");

        DmarcVerdict verdict = evaluate("a.dept.example.com", passed(Method.DKIM, "example.com"));

        assertThat(verdict.result()).isEqualTo(DmarcResult.FAIL);
        assertThat(verdict.disposition()).isEqualTo(DmarcPolicy.QUARANTINE);
        assertThat(evaluate("example.com", passed(Method.DKIM, "a.dept.example.com"))
                        .result())
                .isEqualTo(DmarcResult.FAIL);
    }

    @Test
    @Tag("DMARC-1")
    void theOrganizationIsOneLabelBelowThePublicSuffix() {
        zone.add("_dmarc.bank", "TXT", "v=DMARC1;p=reject;psd=y");

        DmarcVerdict verdict = evaluate("mail.one.bank", passed(Method.SPF, "two.bank"), passed(Method.DKIM, "bank"));

        assertThat(verdict.result()).isEqualTo(DmarcResult.FAIL);
        assertThat(verdict.policy()).isNotNull();
        assertThat(verdict.policy().domain()).isEqualTo("bank");
        assertThat(evaluate("mail.one.bank", passed(Method.SPF, "bounce.one.bank"))
                        .result())
                .isEqualTo(DmarcResult.PASS);
    }

    @Test
    @Tag("DMARC-1")
    void aRecordBetweenAuthorAndOrganizationIsNotApplied() {
        zone.add("_dmarc.b.example.com", "TXT", "v=DMARC1;p=none")
                .add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");

        assertThat(evaluate("a.b.example.com").disposition()).isEqualTo(DmarcPolicy.REJECT);
    }

    @Test
    @Tag("DMARC-5")
    @Tag("FLOW-5")
    void aSilentServerIsNoVerdict() {
        zone.beSilent("_dmarc.example.com", "TXT");

        assertThat(evaluate("example.com", passed(Method.SPF, "example.com")).result())
                .isEqualTo(DmarcResult.TEMPERROR);
    }

    @Test
    @Tag("DMARC-5")
    void whatPassesWithoutTheSilentServerPasses() {
        zone.add("_dmarc.www.example.com", "TXT", "v=DMARC1;p=reject").beSilent("_dmarc.example.com", "TXT");

        assertThat(evaluate("www.example.com", passed(Method.SPF, "www.example.com"))
                        .result())
                .isEqualTo(DmarcResult.PASS);
        assertThat(evaluate("www.example.com", passed(Method.SPF, "example.com"))
                        .result())
                .isEqualTo(DmarcResult.TEMPERROR);
    }

    @Test
    @Tag("DMARC-5")
    void anAlignedCheckWithoutAnswerIsNoFailure() {
        zone.add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");
        var aligned = new AuthenticatedIdentifier(Method.DKIM, Outcome.TEMPERROR, "mail.example.com");
        var foreign = new AuthenticatedIdentifier(Method.DKIM, Outcome.TEMPERROR, "example.net");

        assertThat(evaluate("example.com", aligned).result()).isEqualTo(DmarcResult.TEMPERROR);
        assertThat(evaluate("example.com", foreign).result()).isEqualTo(DmarcResult.FAIL);
        assertThat(evaluate("example.com", aligned, passed(Method.SPF, "example.com"))
                        .result())
                .isEqualTo(DmarcResult.PASS);
    }

    @Test
    @Tag("DMARC-1")
    void thousandsOfSignaturesCostNoMoreThanTen() {
        zone.add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");
        AuthenticatedIdentifier[] many = IntStream.range(0, 5000)
                .mapToObj(
                        i -> new AuthenticatedIdentifier(Method.DKIM, Outcome.TEMPERROR, "a.b.c" + i + ".example.com"))
                .toArray(AuthenticatedIdentifier[]::new);

        evaluate("example.com", many);

        assertThat(zone.questions()).isLessThanOrEqualTo(8 * (1 + DmarcEvaluator.MOST_WALKS));
    }

    @ParameterizedTest
    @Tag("DMARC-1")
    @CsvSource(delimiter = '|', textBlock = """
                    From: a@example.com                                  | FAIL
                    From: A <a@example.com>, b@EXAMPLE.com               | FAIL
                    from : a@example.com                                 | FAIL
                    From: team: a@example.com;                           | FAIL
                    From: a@example.com, b@example.net                   | NONE
                    From: nobody:;                                       | NONE
                    From: a@[192.0.2.1]                                  | NONE
                    Subject: x                                           | PERMERROR
                    From: a@example.com~From: b@example.net              | PERMERROR
                    From: a@example.com~from: a@example.com              | PERMERROR
                    From: a@example.com b@example.net                    | PERMERROR
                    From: (((((a@example.com                             | PERMERROR
                    From:                                                | PERMERROR
                    """)
    void theAuthorIsTheOneDomainOfTheOneFrom(String fields, DmarcResult result) {
        zone.add("_dmarc.example.com", "TXT", "v=DMARC1;p=reject");
        AuthorDomain author = AuthorDomain.of(section(fields.replace("~", "\r\n") + "\r\n\r\n"));

        assertThat(new DmarcEvaluator(zone).evaluate(author, List.of()).result())
                .isEqualTo(result);
    }

    @ParameterizedTest
    @Tag("DMARC-1")
    @MethodSource("seeds")
    void anyRecordHasAResult(long seed) {
        Random random = new Random(seed);
        StringBuilder record = new StringBuilder(random.nextBoolean() ? "v=DMARC1;" : "");
        List<String> pieces = List.of(
                "p", "sp", "np", "=", ";", " ", "reject", "none", "psd", "y", "n", "t", "\t", "\0", "ÿ", "rua", "!");
        for (int i = random.nextInt(40); i > 0; i--) {
            record.append(pieces.get(random.nextInt(pieces.size())));
        }
        zone.add("_dmarc.example.com", "TXT", record.toString());

        DmarcVerdict verdict = evaluate("www.example.com", passed(Method.SPF, "example.com"));

        assertThat(verdict.result()).isNotEqualTo(DmarcResult.TEMPERROR);
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    private DmarcVerdict evaluate(String author, AuthenticatedIdentifier... identifiers) {
        AuthorDomain domain = AuthorDomain.of(section("From: a@" + author + "\r\n\r\n"));
        return new DmarcEvaluator(zone).evaluate(domain, new ArrayList<>(List.of(identifiers)));
    }

    private static AuthenticatedIdentifier passed(Method method, String domain) {
        return new AuthenticatedIdentifier(method, Outcome.PASS, domain);
    }

    private static HeaderSection section(String text) {
        return ((HeaderReading.Complete) HeaderSection.parse(text.getBytes(UTF_8), HeaderLimits.DEFAULT)).section();
    }
}
