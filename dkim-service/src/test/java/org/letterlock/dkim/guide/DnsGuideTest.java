package org.letterlock.dkim.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.contracts.directory.DomainId;
import org.letterlock.contracts.directory.DomainRecord;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.dns.DnsjavaLookup;
import org.letterlock.testkit.FakeDns;

@Tag("SPF-6")
class DnsGuideTest {
    private final FakeDns dns = FakeDns.start();
    private final DnsGuide guide =
            new DnsGuide(DnsjavaLookup.uncached(dns.address()), new Domain("mx.example.org"), InstantSource.system());

    @AfterEach
    void stop() {
        dns.close();
    }

    private Map<String, GuideFinding> findings() {
        DomainRecord domain =
                new DomainRecord(new DomainId(UUID.randomUUID()), new Domain("a.example"), List.of(), false, "+", true);
        return guide.guide(domain, List.of(), false).stream()
                .collect(Collectors.toMap(record -> record.purpose().text(), GuideRecord::finding));
    }

    @Test
    void whatIsPublishedAsProposedIsOk() {
        dns.add("a.example", "MX", MxGuide.proposal(new Domain("mx.example.org")))
                .add("mx.example.org", "A", "192.0.2.5")
                .add("a.example", "TXT", SpfGuide.proposal(new Domain("mx.example.org")))
                .add("_dmarc.a.example", "TXT", DmarcGuide.proposal());

        assertThat(findings()).hasSize(3).allSatisfy((purpose, finding) -> {
            assertThat(finding.state()).as(purpose).isEqualTo(GuideState.OK);
            assertThat(finding.found()).hasSize(1);
            assertThat(finding.remarks()).isEmpty();
        });
    }

    @Test
    void whatIsNotThereIsMissing() {
        assertThat(findings().values()).extracting(GuideFinding::state).containsOnly(GuideState.MISSING);
    }

    @Test
    void whatDiffersIsShownAsItIs() {
        dns.add("a.example", "MX", "5 other.example.")
                .add("a.example", "TXT", "v=spf1 +all")
                .add("_dmarc.a.example", "TXT", "v=DMARC1; p=maybe");

        assertThat(findings().values()).extracting(GuideFinding::state).containsOnly(GuideState.DIFFERS);
        assertThat(findings().get("mx").found()).containsExactly("5 other.example.");
        assertThat(findings().get("spf").found()).containsExactly("v=spf1 +all");
        assertThat(findings().get("dmarc").found()).containsExactly("v=DMARC1; p=maybe");
    }

    @Test
    void whetherARecordCoversThisHostIsEvaluatedHoweverItSaysSo() {
        dns.add("mx.example.org", "A", "192.0.2.5")
                .add("mx.example.org", "AAAA", "2001:db8::5")
                .add("_spf.a.example", "TXT", "v=spf1 ip4:192.0.2.0/24 -all")
                .add("a.example", "TXT", "v=spf1 include:_spf.a.example -all");
        assertThat(findings().get("spf").remarks())
                .containsExactly("mail from 2001:db8:0:0:0:0:0:5 gets fail: matched -all");

        dns.set("_spf.a.example", "TXT", "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all");
        assertThat(findings().get("spf").state()).isEqualTo(GuideState.OK);

        dns.remove("mx.example.org");
        assertThat(findings().get("spf").remarks().getFirst()).startsWith("this host has no address in DNS");
    }

    @Test
    void dmarcIsReadAsAReceiverReadsIt() {
        assertThat(dmarc("v=DMARC1; p=reject; sp=never").state()).isEqualTo(GuideState.DIFFERS);
        assertThat(dmarc("v=DMARC1; p=reject; x").remarks()).isEmpty();
        assertThat(dmarc("v=DMARC1; p=maybe; rua=mailto:d@a.example").remarks().getFirst())
                .startsWith("receivers read it as p=none");
        assertThat(dmarc("v=DMARC1; p=reject; t=y").remarks().getFirst()).contains("testing");
        assertThat(dmarc("v=DMARC2; p=reject").state()).isEqualTo(GuideState.DIFFERS);
    }

    private GuideFinding dmarc(String record) {
        dns.set("_dmarc.a.example", "TXT", record);
        return findings().get("dmarc");
    }

    @Test
    void severalRecordsAreAMistake() {
        dns.add("a.example", "TXT", "v=spf1 a:mx.example.org -all")
                .add("a.example", "TXT", "v=spf1 -all")
                .add("_dmarc.a.example", "TXT", "v=DMARC1; p=none")
                .add("_dmarc.a.example", "TXT", "v=DMARC1; p=reject");

        assertThat(findings().get("spf").remarks().getFirst()).startsWith("2 SPF records");
        assertThat(findings().get("dmarc").remarks().getFirst()).startsWith("2 DMARC records");
    }

    @Test
    void aFailureOfTheDnsSaysNothingOfTheRecords() {
        dns.failFor("a.example").failFor("_dmarc.a.example");

        assertThat(findings().values()).extracting(GuideFinding::state).containsOnly(GuideState.DNS_ERROR);
    }
}
