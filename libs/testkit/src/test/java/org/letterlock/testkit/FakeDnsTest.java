package org.letterlock.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

class FakeDnsTest {
    private final FakeDns dns = FakeDns.start();

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void answersWhatItWasToldLast() throws IOException {
        dns.add("example.org", "MX", "10 mx.example.org.");
        assertThat(ask("Example.ORG", Type.MX).getSection(Section.ANSWER)).hasSize(1);

        dns.set("example.org", "MX", "20 other.example.org.").add("example.org", "MX", "30 third.example.org.");

        assertThat(ask("example.org", Type.MX).getSection(Section.ANSWER))
                .extracting(Record::rdataToString)
                .containsExactlyInAnyOrder("20 other.example.org.", "30 third.example.org.");
    }

    @Test
    void tellsNoSuchNameFromNoSuchRecord() throws IOException {
        dns.add("a.example.org", "A", "192.0.2.1");

        assertThat(ask("nowhere.example.org", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
        assertThat(ask("a.example.org", Type.MX).getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(ask("example.org", Type.A).getRcode()).isEqualTo(Rcode.NOERROR);
    }

    @Test
    void followsAliases() throws IOException {
        dns.add("www.example.org", "CNAME", "a.example.org.").add("a.example.org", "A", "192.0.2.1");

        assertThat(ask("www.example.org", Type.A).getSection(Section.ANSWER)).hasSize(2);
    }

    @Test
    void sendsALongAnswerOverTcp() throws IOException {
        var text = "k=rsa; p=" + "A\"\\".repeat(1500);
        dns.add("key.example.org", "TXT", text);

        var answer = (TXTRecord)
                ask("key.example.org", Type.TXT).getSection(Section.ANSWER).getFirst();

        assertThat(String.join("", answer.getStrings())).hasSizeGreaterThan(4000);
        assertThat(dns.questions()).extracting(FakeDns.Question::overTcp).containsExactly(false, true);
    }

    @Test
    void failsAndIsSilentOnDemand() throws IOException {
        dns.failFor("broken.example.org").beSilentFor("silent.example.org");

        assertThat(ask("broken.example.org", Type.A).getRcode()).isEqualTo(Rcode.SERVFAIL);
        assertThatThrownBy(() -> ask("silent.example.org", Type.A)).hasMessageContaining("imed out");

        dns.remove("broken.example.org");
        assertThat(ask("broken.example.org", Type.A).getRcode()).isEqualTo(Rcode.NXDOMAIN);
    }

    private Message ask(String name, int type) throws IOException {
        var resolver = new SimpleResolver("127.0.0.1");
        resolver.setPort(dns.port());
        resolver.setTimeout(Duration.ofMillis(700));
        return resolver.send(Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), type, DClass.IN)));
    }
}
