package org.letterlock.dkim.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.dkim.dns.TxtAnswer.Absent;
import org.letterlock.dkim.dns.TxtAnswer.DanglingAlias;
import org.letterlock.dkim.dns.TxtAnswer.Failed;
import org.letterlock.dkim.dns.TxtAnswer.Found;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.service.dns.DnsServers;
import org.letterlock.testkit.FakeDns;

@Tag("DKIM-13")
class DnsjavaTxtLookupTest {
    private static final String OWNER = "s._domainkey.mail.zone.example.";
    private static final String NAME = "s._domainkey.mail.zone.example";
    private static final Domain DOMAIN = new Domain("mail.zone.example");

    private FakeDns resolver;
    private FakeDns authoritative;

    @BeforeEach
    void start() {
        resolver = FakeDns.start();
        authoritative = FakeDns.start();
        resolver.add("zone.example", "NS", "ns.zone.example.").add("ns.zone.example", "A", "127.0.0.1");
    }

    @AfterEach
    void stop() {
        resolver.close();
        authoritative.close();
    }

    private Map<String, TxtAnswer> ask() {
        return new DnsjavaTxtLookup(DnsServers.resolver(resolver.address()), authoritative.port()).ask(OWNER, DOMAIN);
    }

    @Test
    void theResolverAndTheServersOfTheClosestZoneAreAsked() {
        String value = "v=DKIM1; p=" + "A".repeat(900); // too long for a datagram of 512 octets
        authoritative.add(NAME, "TXT", value);

        assertThat(ask()).isEqualTo(Map.of("resolver", new Absent(), "ns.zone.example", new Found(List.of(value))));
    }

    @Test
    void anAliasThatLeavesTheZoneIsFollowed() {
        resolver.add(NAME, "CNAME", "key.other.example.").add("key.other.example", "TXT", "p=x");
        authoritative.add(NAME, "CNAME", "key.other.example.");

        assertThat(ask().values()).containsExactly(new Found(List.of("p=x")), new Found(List.of("p=x")));

        resolver.remove("key.other.example");
        assertThat(ask().values())
                .containsExactly(new DanglingAlias("key.other.example"), new DanglingAlias("key.other.example"));
    }

    @Test
    void recordsOfOtherNamesInTheAnswerCountForNothing() {
        resolver.add("other.example", "TXT", "p=x");

        assertThat(ask().get("resolver")).isEqualTo(new Absent());
    }

    @Test
    void aFailureIsNoVerdictAndAsksNoServerFurtherUp() {
        resolver.failFor(NAME).failFor("zone.example").add("example", "NS", "ns.zone.example.");

        assertThat(ask()).isEqualTo(Map.of("resolver", new Failed("SERVFAIL")));
    }
}
