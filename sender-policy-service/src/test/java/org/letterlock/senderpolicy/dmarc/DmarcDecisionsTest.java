package org.letterlock.senderpolicy.dmarc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.Octets;
import org.letterlock.contracts.dkim.VerifyReply;
import org.letterlock.contracts.inbound.DmarcEnforcement;
import org.letterlock.contracts.inbound.DmarcEnforcement.OnReject;
import org.letterlock.contracts.inbound.DmarcReply;
import org.letterlock.contracts.inbound.DmarcReply.Disposition;
import org.letterlock.contracts.inbound.DmarcReply.Policy;
import org.letterlock.contracts.inbound.DmarcReply.Result;
import org.letterlock.contracts.inbound.DmarcRequest;
import org.letterlock.contracts.inbound.SpfReply;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.dns.DnsBudget;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.testkit.FakeDns;

/** Decisions about messages, with a DNS server. */
class DmarcDecisionsTest {
    private static final String STRICT = "strict.example";

    private final FakeDns dns = FakeDns.start();
    private DmarcEnforcement enforcement = DmarcEnforcement.DEFAULT;
    private final DmarcDecisions decisions =
            new DmarcDecisions(() -> DnsBudget.forMessage(DnsjavaLookup.uncached(dns.address())), () -> enforcement);

    @BeforeEach
    void publish() {
        dns.add("_dmarc.strict.example", "TXT", "\"v=DMARC1; p=reject\"")
                .add("_dmarc.mild.example", "TXT", "\"v=DMARC1; p=quarantine\"")
                .add("_dmarc.watching.example", "TXT", "\"v=DMARC1; p=none\"")
                .add("_dmarc.trying.example", "TXT", "\"v=DMARC1; p=reject; t=y\"");
    }

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    @Tag("DMARC-2")
    void anAlignedPassOfEitherIsEnough() {
        assertThat(from(STRICT, SpfReply.Result.PASS, STRICT))
                .isEqualTo(new DmarcReply(Result.PASS, STRICT, Policy.REJECT, Disposition.ACCEPT, ""));
        assertThat(ask(STRICT, SpfReply.Result.FAIL, "other.example", false, signature("mail.strict.example", false)))
                .isEqualTo(new DmarcReply(Result.PASS, STRICT, Policy.REJECT, Disposition.ACCEPT, ""));
    }

    @Test
    @Tag("DKIM-44")
    void aSignatureThatIsBeingTestedProvesNothing() {
        assertThat(ask(STRICT, SpfReply.Result.NONE, "other.example", false, signature(STRICT, true))
                        .result())
                .isEqualTo(Result.FAIL);
    }

    @Test
    @Tag("DMARC-3")
    void aFailureGoesToJunkWhereTheDomainWantsItSo() {
        assertThat(from("mild.example", SpfReply.Result.NONE, "mild.example").disposition())
                .isEqualTo(Disposition.JUNK);
        assertThat(from("watching.example", SpfReply.Result.NONE, "watching.example"))
                .isEqualTo(new DmarcReply(Result.FAIL, "watching.example", Policy.NONE, Disposition.ACCEPT, ""));
        assertThat(from("trying.example", SpfReply.Result.FAIL, "trying.example")
                        .disposition())
                .isEqualTo(Disposition.JUNK);
        assertThat(from("nothing.example", SpfReply.Result.FAIL, "nothing.example"))
                .isEqualTo(new DmarcReply(Result.NONE, "nothing.example", null, Disposition.ACCEPT, ""));
    }

    @Test
    @Tag("DMARC-4")
    void aPolicyOfRejectRefusesWhereSomethingElseSpeaksAgainstTheMessage() {
        assertThat(from(STRICT, SpfReply.Result.FAIL, STRICT).disposition()).isEqualTo(Disposition.REFUSE);
        assertThat(from(STRICT, SpfReply.Result.NONE, "other.example").disposition())
                .as("no signature of it")
                .isEqualTo(Disposition.REFUSE);
        assertThat(ask(STRICT, SpfReply.Result.NONE, "other.example", false, broken(STRICT))
                        .disposition())
                .as("somebody on the way broke its signature")
                .isEqualTo(Disposition.JUNK);
        assertThat(ask(STRICT, SpfReply.Result.FAIL, STRICT, true).disposition())
                .as("a list")
                .isEqualTo(Disposition.JUNK);
    }

    @Test
    @Tag("DMARC-4")
    void theAdministratorDecidesWhatRejectMeans() {
        enforcement = new DmarcEnforcement(OnReject.ALWAYS, null, Set.of());
        assertThat(ask(STRICT, SpfReply.Result.NONE, "other.example", true).disposition())
                .isEqualTo(Disposition.REFUSE);

        enforcement = new DmarcEnforcement(OnReject.QUARANTINE, null, Set.of());
        assertThat(from(STRICT, SpfReply.Result.FAIL, STRICT).disposition()).isEqualTo(Disposition.JUNK);
    }

    @Test
    @Tag("DMARC-6")
    void anExemptDomainIsJudgedAndNotActedUpon() {
        enforcement = new DmarcEnforcement(OnReject.ALWAYS, null, Set.of(new Domain(STRICT)));

        assertThat(from(STRICT, SpfReply.Result.FAIL, STRICT))
                .isEqualTo(new DmarcReply(
                        Result.FAIL, STRICT, Policy.REJECT, Disposition.ACCEPT, "the author domain is exempt"));
    }

    @Test
    @Tag("DMARC-5")
    void theDnsHasToAnswer() {
        dns.failFor("_dmarc.away.example");

        assertThat(from("away.example", SpfReply.Result.FAIL, "other.example").disposition())
                .isEqualTo(Disposition.DEFER);
    }

    @Test
    @Tag("DMARC-5")
    void aMessageWithoutACertainAuthorIsPermerrorAndComes() {
        DmarcReply reply = decisions.decide(new DmarcRequest(List.of(), List.of(), List.of(), false));

        assertThat(reply).isEqualTo(new DmarcReply(Result.PERMERROR, null, null, Disposition.ACCEPT, ""));
    }

    private DmarcReply from(String author, SpfReply.Result spf, String mailFrom) {
        return ask(author, spf, mailFrom, false);
    }

    private DmarcReply ask(
            String author, SpfReply.Result spf, String mailFrom, boolean viaList, VerifyReply.Signature... signatures) {
        return decisions.decide(new DmarcRequest(
                List.of(Octets.wrap(("From: Joe <joe@" + author + ">\r\n").getBytes(US_ASCII))),
                List.of(
                        new SpfReply.Check(SpfReply.Identity.HELO, SpfReply.Result.PASS, "helo.example", ""),
                        new SpfReply.Check(SpfReply.Identity.MAIL_FROM, spf, mailFrom, "")),
                List.of(signatures),
                viaList));
    }

    private static VerifyReply.Signature signature(String domain, boolean testing) {
        return new VerifyReply.Signature(
                VerifyReply.Result.PASS, "", domain, "@" + domain, "s", "rsa-sha256", "AAAA", testing);
    }

    private static VerifyReply.Signature broken(String domain) {
        return new VerifyReply.Signature(
                VerifyReply.Result.FAIL, "", domain, "@" + domain, "s", "rsa-sha256", "AAAA", false);
    }
}
