package org.letterlock.service.naming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.letterlock.contracts.access.IpAddress;
import org.letterlock.contracts.access.IpGroup;
import org.letterlock.contracts.access.IpGroupId;
import org.letterlock.service.naming.HostLookup.HostAnswer;
import org.letterlock.service.naming.HostLookup.HostAnswer.Failed;
import org.letterlock.service.naming.HostLookup.HostAnswer.Found;
import org.letterlock.service.naming.HostLookup.HostAnswer.NoAddress;
import org.letterlock.testkit.FakeDns;
import org.letterlock.testkit.MutableClock;

@Tag("IPG-7")
class NamedHostsTest {
    private static final IpAddress ONE = IpAddress.parse("192.0.2.1").require();
    private static final IpAddress TWO = IpAddress.parse("2001:db8::2").require();

    private final MutableClock clock = MutableClock.at("2026-11-24T12:00:00Z");
    private final Map<String, HostAnswer> dns = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private Map<String, Set<IpAddress>> known = Map.of();
    private final NamedHosts names = new NamedHosts(this::answer, clock, addresses -> known = addresses);

    private HostAnswer answer(String name) {
        asked.add(name);
        return dns.getOrDefault(name, new Failed("SERVFAIL"));
    }

    @Test
    void aNameHasItsAddressesOnceTheyAreLookedUp() {
        dns.put("vpn.example", new Found(Set.of(ONE, TWO), Duration.ofMinutes(5)));
        names.want(Set.of("vpn.example"));
        assertThat(known).isEmpty();

        tickAfter(Duration.ZERO);

        assertThat(known).isEqualTo(Map.of("vpn.example", Set.of(ONE, TWO)));
        tickAfter(Duration.ofSeconds(1));
        assertThat(asked).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"1,60", "59,60", "60,60", "61,61", "3599,3599", "3600,3600", "86400,3600"})
    void addressesAreGoodForTheirTimeToLiveWithinBounds(long timeToLive, long goodFor) {
        dns.put("vpn.example", new Found(Set.of(ONE), Duration.ofSeconds(timeToLive)));
        names.want(Set.of("vpn.example"));
        tickAfter(Duration.ZERO);
        dns.clear(); // no answer from here on

        tickAfter(Duration.ofSeconds(goodFor - 1));
        assertThat(known).containsKey("vpn.example");
        tickAfter(Duration.ofSeconds(1));
        assertThat(known).isEmpty();
    }

    @Test
    void addressesAreLookedUpAgainBeforeTheyRunOut() {
        dns.put("vpn.example", new Found(Set.of(ONE), Duration.ofSeconds(100)));
        names.want(Set.of("vpn.example"));
        tickAfter(Duration.ZERO);
        dns.put("vpn.example", new Found(Set.of(TWO), Duration.ofSeconds(100)));

        tickAfter(Duration.ofSeconds(89));
        assertThat(known).isEqualTo(Map.of("vpn.example", Set.of(ONE)));
        tickAfter(Duration.ofSeconds(1));
        assertThat(known).isEqualTo(Map.of("vpn.example", Set.of(TWO)));
    }

    @Test
    void aNameThatLosesItsAddressesHoldsNobodyAtOnce() {
        dns.put("vpn.example", new Found(Set.of(ONE), Duration.ofSeconds(100)));
        names.want(Set.of("vpn.example"));
        tickAfter(Duration.ZERO);
        dns.put("vpn.example", new NoAddress());

        tickAfter(Duration.ofSeconds(90));

        assertThat(known).isEmpty();
    }

    @Test
    void aNameThatFailsIsTriedAgainAfterHalfAMinute() {
        names.want(Set.of("vpn.example"));
        tickAfter(Duration.ZERO);
        tickAfter(Duration.ofSeconds(29));
        assertThat(asked).hasSize(1);
        dns.put("vpn.example", new Found(Set.of(ONE), Duration.ofSeconds(100)));

        tickAfter(Duration.ofSeconds(1));

        assertThat(known).containsKey("vpn.example");
    }

    @Test
    void anAnswerToWhatIsWantedNoMoreIsForgotten() {
        dns.put("vpn.example", new Found(Set.of(ONE), Duration.ofSeconds(100)));
        names.want(Set.of("vpn.example"));
        List<Runnable> work = new ArrayList<>();
        names.tick(work::add);
        names.want(Set.of());

        work.forEach(Runnable::run);

        assertThat(known).isEmpty();
        names.want(Set.of("vpn.example"));
        tickAfter(Duration.ZERO);
        assertThat(known).containsKey("vpn.example");
        names.want(Set.of());
        assertThat(known).isEmpty();
    }

    @Test
    void aLookUpThatIsUnderWayIsNotBegunAgain() {
        names.want(Set.of("vpn.example"));
        List<Runnable> work = new ArrayList<>();
        names.tick(work::add);
        clock.advance(Duration.ofMinutes(5));
        names.tick(work::add);

        assertThat(work).hasSize(1);
    }

    @Test
    void disabledEntriesAndOtherKindsAreNoNames() {
        IpGroup group = new IpGroup(
                new IpGroupId(new UUID(0, 1)),
                "g",
                List.of(
                        new IpGroup.Entry(new IpGroup.Match.DnsName("VPN.Example"), true, ""),
                        new IpGroup.Entry(new IpGroup.Match.DnsName("off.example"), false, ""),
                        new IpGroup.Entry(new IpGroup.Match.Host("192.0.2.1"), true, "")));

        assertThat(NamedHosts.namesIn(List.of(group))).containsExactly("vpn.example");
    }

    @Test
    void bothFamiliesAndAliasesAreAskedFor() {
        try (FakeDns server = FakeDns.start()) {
            server.add("vpn.example", "CNAME", "gate.example.").add("gate.example", "A", "192.0.2.1");
            server.add("gate.example", "AAAA", "2001:db8::2").failFor("broken.example");
            DnsHostLookup lookup = new DnsHostLookup(server.address());

            assertThat(lookup.addressesOf("gate.example"))
                    .isInstanceOfSatisfying(
                            Found.class, found -> assertThat(found.addresses()).containsExactlyInAnyOrder(ONE, TWO));
            assertThat(lookup.addressesOf("vpn.example")).isInstanceOf(Found.class);
            assertThat(lookup.addressesOf("nowhere.example")).isEqualTo(new NoAddress());
            assertThat(lookup.addressesOf("broken.example")).isInstanceOf(Failed.class);
        }
    }

    private void tickAfter(Duration time) {
        clock.advance(time);
        names.tick(Runnable::run);
    }
}
