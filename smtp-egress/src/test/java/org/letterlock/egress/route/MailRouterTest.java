package org.letterlock.egress.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.letterlock.egress.route.Resolution.Found;
import org.letterlock.egress.route.Resolution.Undecided;
import org.letterlock.egress.route.Resolution.Unroutable;
import org.letterlock.egress.route.Route.TlsMode;
import org.letterlock.mailsyntax.address.Domain;
import org.letterlock.testkit.FakeDns;

@Tag("QUEUE-10")
class MailRouterTest {
    private final FakeDns dns = FakeDns.start();
    private final MailRouter router =
            new MailRouter(new DnsNameService(dns.address()), new OwnHost("out.example.org"), new Random(1));

    @AfterEach
    void stop() {
        dns.close();
    }

    @Test
    void theMostPreferredExchangerComesFirst() {
        dns.add("example.com", "MX", "20 b.example.com.")
                .add("example.com", "MX", "10 a.example.com.")
                .add("a.example.com", "A", "198.51.100.1")
                .add("a.example.com", "AAAA", "2001:db8::1")
                .add("b.example.com", "A", "198.51.100.2");

        assertThat(addresses("example.com")).containsExactly("2001:db8:0:0:0:0:0:1", "198.51.100.1", "198.51.100.2");
    }

    @Test
    void withoutMxTheDomainItselfIsTheExchanger() {
        dns.add("implicit.example", "A", "198.51.100.3");

        assertThat(addresses("implicit.example")).containsExactly("198.51.100.3");
    }

    @Test
    void anAddressLiteralNeedsNoDns() {
        assertThat(addresses("[198.51.100.9]")).containsExactly("198.51.100.9");
        assertThat(addresses("[IPv6:2001:db8::9]")).containsExactly("2001:db8:0:0:0:0:0:9");
        assertThat(dns.questions()).isEmpty();
    }

    @Test
    void anAliasIsFollowed() {
        dns.add("alias.example", "CNAME", "real.example.")
                .add("real.example", "MX", "10 mx.real.example.")
                .add("mx.real.example", "A", "198.51.100.4");

        assertThat(addresses("alias.example")).containsExactly("198.51.100.4");
    }

    @Test
    void aNullMxIsRefused() {
        dns.add("null.example", "MX", "0 .");

        assertThat(status("null.example")).isEqualTo("5.1.10");
    }

    @Test
    void aDomainThatDoesNotExistIsRefused() {
        assertThat(status("nowhere.example")).isEqualTo("5.1.2");
    }

    @Test
    void exchangersWithoutAddressAreUnroutable() {
        dns.add("empty.example", "MX", "10 gone.example.");

        assertThat(status("empty.example")).isEqualTo("5.4.4");
    }

    @Test
    @Tag("SYS-4")
    void aFailureOfTheDnsIsUndecided() {
        dns.failFor("broken.example")
                .add("half.example", "MX", "10 broken.example.")
                .add("other.example", "MX", "10 mx.other.example.");

        assertThat(resolve("broken.example", 25)).isInstanceOf(Undecided.class);
        assertThat(resolve("half.example", 25)).isInstanceOf(Undecided.class);
    }

    @Test
    @Tag("QUEUE-14")
    void onlyExchangersPreferredToUsAreTried() {
        dns.add("backup.example", "MX", "10 first.example.")
                .add("backup.example", "MX", "20 OUT.example.org.")
                .add("backup.example", "MX", "30 third.example.")
                .add("first.example", "A", "198.51.100.5")
                .add("third.example", "A", "198.51.100.6")
                .add("ours.example", "MX", "10 out.example.org.");

        assertThat(addresses("backup.example")).containsExactly("198.51.100.5");
        assertThat(status("ours.example")).isEqualTo("5.4.6");
    }

    @Test
    @Tag("QUEUE-14")
    void anAddressOfThisMachineIsALoop() {
        dns.add("local.example", "A", "127.0.0.1");

        assertThat(status("local.example")).isEqualTo("5.4.6");
        assertThat(status("[127.0.0.1]")).isEqualTo("5.4.6");
        assertThat(resolve("local.example", 2525)).isInstanceOf(Found.class);
    }

    @Test
    void ofAThousandExchangersOnlyTheMostPreferredAreLookedUp() {
        for (int i = 0; i < 100; i++) {
            dns.add("many.example", "MX", (i + 1) + " gone" + i + ".example.");
        }
        dns.add("gone19.example", "A", "198.51.100.7").add("gone20.example", "A", "198.51.100.8");

        assertThat(addresses("many.example")).containsExactly("198.51.100.7");

        assertThat(dns.questions()).extracting(FakeDns.Question::name).doesNotContain("gone20.example");
    }

    private Resolution resolve(String domain, int port) {
        return router.resolve(new Route.ToMailExchangers(new Domain(domain), port, TlsMode.OPPORTUNISTIC));
    }

    private List<String> addresses(String domain) {
        return resolve(domain, 25) instanceof Found(List<Target> targets)
                ? targets.stream()
                        .map(target -> target.address().getAddress().getHostAddress())
                        .toList()
                : List.of();
    }

    private String status(String domain) {
        return resolve(domain, 25) instanceof Unroutable(var status, var _) ? status.format() : "routable";
    }
}
